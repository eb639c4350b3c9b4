package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.net.StallingServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SecretHttpTest {
  @Test
  @Timeout(60)
  void aSecretStoreWhoseAnswerStallsIsNotWaitedFor() throws Exception {
    try (StallingServer store = new StallingServer()) {
      HttpRequest request = HttpRequest.newBuilder(store.uri()).build();

      assertThatExceptionOfType(StepException.class)
          .isThrownBy(() -> SecretHttp.ask("secret key", request, "/value", Duration.ofSeconds(2)))
          .withMessageContaining("secret key at 127.0.0.1")
          .withMessageContaining("no whole answer within 2000 ms");
      store.awaitClientGone();
    }
  }
}
