package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Keys that are issued, rotated and revoked while processes run. */
class IssuedKeyAuthenticatorTest {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final ApiKey OPS = ApiKey.random();
  private static final ApiKey APP = ApiKey.random();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-05T12:00:00Z"));
  private final FailingStore store = new FailingStore();
  private final KeyDirectory directory = new KeyDirectory(store);
  private final Authenticator process = process();

  private Authenticator process() {
    return Authenticators.of(
        new AuthSettings.Keys(
            List.of(new AuthSettings.Key("ops", OPS.sha256(), Optional.empty(), Optional.empty())),
            Optional.of(FRESH)),
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now.get();
          }
        },
        Optional.of(store));
  }

  private static HttpCall call(ApiKey key) {
    return new HttpCall(
        "GET",
        "/v1/models",
        new Headers().set("authorization", "Bearer " + key.text()),
        new ByteArrayInputStream(new byte[0]),
        soon());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private IssuedKey issue(ApiKey key, String id) throws Exception {
    IssuedKey issued =
        new IssuedKey(
            id,
            "app",
            key.sha256(),
            Optional.of("acme"),
            Optional.of(List.of("chat")),
            now.get(),
            Optional.empty());
    directory.change(
        before -> {
          List<IssuedKey> all = new ArrayList<>(before);
          all.add(issued);
          return all;
        },
        soon());
    return issued;
  }

  private void assertUnknown(ApiKey key) {
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> process.authenticate(call(key)))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(AuthException.Kind.INVALID));
  }

  @Test
  void aKeyOfTheConfigurationIsKnownWithoutTheStore() throws Exception {
    assertThat(process.authenticate(call(OPS)).id()).isEqualTo("ops");
  }

  @Test
  void anIssuedKeyIsKnownWithinSecondsWithWhatItMayAskFor() throws Exception {
    assertUnknown(APP);
    issue(APP, "key_1");
    assertUnknown(APP);

    now.updateAndGet(time -> time.plus(FRESH));
    Caller caller = process.authenticate(call(APP));
    assertThat(caller.id()).isEqualTo("app");
    assertThat(caller.tenant()).contains("acme");
    assertThat(caller.allows("chat")).isTrue();
    assertThat(caller.allows("embed")).isFalse();
  }

  @Test
  void aRevokedKeyIsUnknownWithinSeconds() throws Exception {
    issue(APP, "key_1");
    assertThat(process.authenticate(call(APP)).id()).isEqualTo("app");
    directory.change(before -> List.of(), soon());

    now.updateAndGet(time -> time.plus(FRESH));
    assertUnknown(APP);
  }

  @Test
  void aKeyThatExpiresIsGoodUntilThen() throws Exception {
    IssuedKey issued = issue(APP, "key_1");
    directory.change(before -> List.of(issued.until(now.get().plusSeconds(3))), soon());
    assertThat(process.authenticate(call(APP)).id()).isEqualTo("app");

    now.updateAndGet(time -> time.plusSeconds(3));
    assertUnknown(APP);
  }

  @Test
  void whileTheStoreDoesNotAnswerItIsAskedNoMoreOftenThanOtherwise() throws Exception {
    issue(APP, "key_1");
    assertThat(process.authenticate(call(APP)).id()).isEqualTo("app");
    store.isOut = true;
    now.updateAndGet(time -> time.plus(FRESH));
    int before = store.reads.get();

    for (int i = 0; i < 10; i++) {
      assertThat(process.authenticate(call(APP)).id()).isEqualTo("app");
    }
    assertThat(store.reads.get() - before).as("reads in vain").isEqualTo(1);

    now.updateAndGet(time -> time.plus(IssuedKeyAuthenticator.THROUGH_OUTAGES));
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> process.authenticate(call(APP)))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(AuthException.Kind.UNAVAILABLE));
    store.isOut = false;
    assertThat(process.authenticate(call(APP)).id()).isEqualTo("app");
  }

  /** Counts reads, and answers none while it is out. */
  private static final class FailingStore extends ForwardingRecords {
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean isOut;

    FailingStore() {
      super(new MemoryStore(InstantSource.system()));
    }

    @Override
    public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
      reads.incrementAndGet();
      if (isOut) {
        throw new Unreachable("out", new IOException("out"));
      }
      return super.get(key, deadline);
    }
  }

  @Test
  void onlyDigestsAreKept() throws Exception {
    issue(APP, "key_1");

    assertThat(directory.read(soon()).toString()).contains(APP.sha256()).doesNotContain(APP.text());
  }

  @Test
  void whoeverChangesKeysAtOnceLosesNone() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String id = "key_" + i;
        threads.submit(() -> issue(ApiKey.random(), id));
      }
    }

    assertThat(directory.read(soon())).hasSize(20);
  }
}
