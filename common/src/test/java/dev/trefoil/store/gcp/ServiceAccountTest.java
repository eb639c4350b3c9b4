package dev.trefoil.store.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.google.IamCredentialsEmulator;
import dev.trefoil.emulators.identity.google.ServiceAccountKeys;
import dev.trefoil.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing through the IAM Service Account Credentials API. */
class ServiceAccountTest {
  private static final String EMAIL = "functions@my-project.iam.gserviceaccount.com";
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  private final ServiceAccountKeys keys = new ServiceAccountKeys();
  private final IamCredentialsEmulator iam =
      IamCredentialsEmulator.start(BearerVerifier.accepting("good", EMAIL), keys);
  private final AtomicInteger lookups = new AtomicInteger();

  @AfterEach
  void stop() {
    iam.close();
  }

  @Test
  void whatItSignsIsSignedWithTheAccountsKey() throws StoreException {
    ServiceAccount account = account("good");

    assertThat(keys.verify(EMAIL, TEXT, account.sign(TEXT, SOON))).isTrue();
    assertThat(
            keys.verify(EMAIL, "other".getBytes(StandardCharsets.UTF_8), account.sign(TEXT, SOON)))
        .isFalse();
    assertThat(lookups).hasValue(1);
  }

  @Test
  void withoutTheRightTheServiceSaysSo() {
    assertThatThrownBy(() -> account("bad").sign(TEXT, SOON))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("iamcredentials answers 401 for a signature of functions@");
  }

  @Test
  void anAccountThatCannotBeLookedUpIsAskedForAgain() throws StoreException {
    AtomicInteger asked = new AtomicInteger();
    ServiceAccount account =
        new ServiceAccount(
            calls("good"),
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("no answer");
              }
              return EMAIL;
            });

    assertThatThrownBy(() -> account.email(SOON))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("the metadata server does not name the service account: no answer");
    assertThat(account.email(SOON)).isEqualTo(EMAIL);
  }

  private ServiceAccount account(String token) {
    return new ServiceAccount(
        calls(token),
        () -> {
          lookups.incrementAndGet();
          return EMAIL;
        });
  }

  private GoogleCalls calls(String token) {
    return GoogleCalls.at(
        iam.url(),
        "iamcredentials",
        GoogleCredentials.create(
            new AccessToken(token, Date.from(Instant.now().plus(Duration.ofHours(1))))));
  }
}
