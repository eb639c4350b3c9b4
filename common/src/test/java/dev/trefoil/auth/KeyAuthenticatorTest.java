package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.auth.AuthException.Kind;
import dev.trefoil.auth.AuthSettings.Key;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAuthenticatorTest {
  private static final ApiKey FIRST = ApiKey.random();
  private static final ApiKey SECOND = ApiKey.random();

  private final Authenticator keys =
      new KeyAuthenticator(
          new AuthSettings.Keys(
              List.of(
                  new Key("first", FIRST.sha256(), Optional.empty(), Optional.empty()),
                  new Key(
                      "second",
                      SECOND.sha256().toUpperCase(Locale.ROOT),
                      Optional.of("acme"),
                      Optional.of(AllowedRoutes.of(List.of("chat")))))));

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer KEY",
    "authorization, bearer KEY",
    "Authorization, Bearer   KEY ",
    "api-key, KEY",
    "x-api-key, KEY"
  })
  void theHolderOfAKeyIsKnownByEachHeader(String header, String value) throws AuthException {
    assertThat(keys.authenticate(Calls.with(header, value.replace("KEY", FIRST.text()))))
        .isEqualTo(new Caller("first"));
    Caller second = keys.authenticate(Calls.with(header, value.replace("KEY", SECOND.text())));
    assertThat(second.id()).isEqualTo("second");
    assertThat(second.tenant()).contains("acme");
    assertThat(second.allows("chat")).isTrue();
    assertThat(second.allows("embed")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization | KEY",
        "Authorization | Basic KEY",
        "Authorization | BearerKEY",
        "Authorization | Bearer",
        "Authorization | 'Bearer  '",
        "api-key | ' '",
        "x-other | KEY"
      })
  void withoutAKeyNobodyIsKnown(String header, String value) {
    assertThat(refusal(Calls.with(header, value.replace("KEY", FIRST.text()))).kind())
        .isEqualTo(Kind.MISSING);
  }

  @Test
  void aKeyThatIsAnythingButTheWholeOfOneIsRefusedInTheSameWords() {
    String key = FIRST.text();
    for (String wrong :
        List.of(
            "wrong",
            ApiKey.random().text(),
            key.substring(0, key.length() - 1),
            key.substring(1),
            key + "x",
            key + "," + key,
            key + " " + key,
            key.toUpperCase(Locale.ROOT),
            FIRST.sha256(),
            "ключ",
            "x".repeat(100_000))) {
      AuthException refusal = refusal(Calls.with("Authorization", "Bearer " + wrong));
      assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
      assertThat(refusal).hasMessage("Incorrect API key provided.");
      assertThat(refusal.reason()).isEqualTo("the key is none of the list");
    }
  }

  @Test
  void aWrongBearerKeyIsNotMadeGoodByAnotherHeaderAndTwoOfAHeaderAreNone() {
    assertThat(
            refusal(
                    Calls.with(
                        new Headers()
                            .set("authorization", "Bearer wrong")
                            .set("api-key", FIRST.text())))
                .kind())
        .isEqualTo(Kind.INVALID);
    assertThat(
            refusal(
                    Calls.with(
                        new Headers().add("api-key", FIRST.text()).add("api-key", "another")))
                .kind())
        .isEqualTo(Kind.MISSING);
  }

  /** As behind a Function URL with IAM, whose signature takes the Authorization header. */
  @Test
  void besideASignatureOfTheDoorTheKeyComesInAHeaderOfItsOwn() throws AuthException {
    assertThat(
            keys.authenticate(
                Calls.with(
                    new Headers()
                        .set("authorization", "AWS4-HMAC-SHA256 Credential=…")
                        .set("x-api-key", FIRST.text()))))
        .isEqualTo(new Caller("first"));
  }

  @Test
  void thePlatformsWordIsNoKey() {
    HttpCall bare = Calls.with(new Headers());
    HttpCall vouchedFor =
        new HttpCall(
            bare.method(),
            bare.path(),
            bare.headers(),
            bare.body(),
            bare.deadline(),
            Optional.of(new Principal("arn:aws:iam::123456789012:user/someone")));

    assertThatExceptionOfType(AuthException.class).isThrownBy(() -> keys.authenticate(vouchedFor));
  }

  @Test
  void aNewKeyIsRandomAndDoesNotShowItselfByChance() {
    assertThat(FIRST.text()).startsWith("trefoil-").hasSize("trefoil-".length() + 43);
    assertThat(FIRST.text()).isNotEqualTo(SECOND.text());
    assertThat(FIRST.sha256()).matches("[0-9a-f]{64}");
    assertThat(FIRST.toString()).doesNotContain(FIRST.text());
    assertThat(new ApiKey("abc").sha256())
        .as("of FIPS 180-4")
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private AuthException refusal(HttpCall call) {
    AuthException refusal =
        catchThrowableOfType(AuthException.class, () -> keys.authenticate(call));
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
