package dev.trefoil.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.gateway.ShadowCopy;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Queues.Received;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueuedShadowsTest {
  private final MemoryStore store = new MemoryStore(InstantSource.system());
  private final QueuedShadows shadows = new QueuedShadows(store, "jobs");

  @Test
  void aCopyIsOneMessageThatSaysAllOfIt() throws Exception {
    ShadowCopy copy = copy("hello");
    shadows.offer(copy);

    List<Received> received = received();
    assertThat(received).hasSize(1);
    assertThat(QueuedShadows.isCopy(received.getFirst().body())).isTrue();
    assertThat(ShadowText.read(received.getFirst().body())).isEqualTo(copy);
  }

  @Test
  void oneThatIsTooLargeForAMessageIsNotSent() throws Exception {
    shadows.offer(copy("x".repeat(48_000)));

    assertThat(received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\"}",
        "{\"request\":{\"messages\":[]}}",
        "{\"format\":2,\"path\":\"chat\",\"request\":{}}"
      })
  void aJobIsNoCopy(String body) {
    assertThat(QueuedShadows.isCopy(body)).isFalse();
  }

  @Test
  void whatSaysNotWhereItMustStayIsNotSent() {
    assertThatThrownBy(
            () ->
                ShadowText.read(
                    "{\"format\":3,\"shadow\":{\"id\":\"a\",\"model\":\"m\",\"request\":"
                        + "{\"messages\":[{\"role\":\"user\",\"parts\":[]}],\"settings\":{}}}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("places");
  }

  private List<Received> received() throws Exception {
    return store.receive(
        "jobs", 10, Duration.ofMinutes(1), Duration.ZERO, Deadline.after(Duration.ofSeconds(9)));
  }

  private static ShadowCopy copy(String text) {
    return new ShadowCopy(
        "request-1",
        Traceparent.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        "chat",
        List.of("eu", "uk"),
        new ChatRequest(
            List.of(Message.of(Role.USER, text)),
            Settings.DEFAULTS.withTemperature(OptionalDouble.of(0.5)),
            false));
  }
}
