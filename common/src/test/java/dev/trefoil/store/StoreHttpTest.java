package dev.trefoil.store;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.Deadline;
import dev.trefoil.net.StallingServer;
import dev.trefoil.store.StoreException.Unreachable;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoreHttpTest {
  @Test
  @Timeout(60)
  void aStoreWhoseAnswerStallsDoesNotAnswer() throws Exception {
    try (StallingServer store = new StallingServer()) {
      HttpRequest request = HttpRequest.newBuilder(store.uri()).build();

      assertThatExceptionOfType(Unreachable.class)
          .isThrownBy(
              () -> StoreHttp.send("table", request, Deadline.after(Duration.ofMillis(300))))
          .withMessageContaining("table does not answer")
          .withMessageContaining("no whole answer within ");
    }
  }
}
