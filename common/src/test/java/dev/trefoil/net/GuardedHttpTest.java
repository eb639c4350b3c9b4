package dev.trefoil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.agent.PlayedTool;
import dev.trefoil.net.GuardedHttp.RefusedException;
import dev.trefoil.net.GuardedHttp.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedHttpTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> lookedUp = new ArrayList<>();

  /** A name that stands for another address each time that it is looked up. */
  private GuardedHttp rebinding(String... addresses) {
    return new GuardedHttp(
        host -> {
          lookedUp.add(host);
          return new InetAddress[] {
            InetAddress.getByName(addresses[Math.min(lookedUp.size(), addresses.length) - 1])
          };
        },
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "https://2130706433/",
        "http://8.8.8.8/"
      })
  void whatIsNotPublicIsNotConnectedTo(String uri) {
    assertThatThrownBy(() -> send(GuardedHttp.system(), uri, false, LONG))
        .isInstanceOf(IOException.class)
        .satisfies(
            e ->
                assertThat(e)
                    .isInstanceOfAny(RefusedException.class, java.net.UnknownHostException.class));
  }

  @Test
  void aNameIsLookedUpOnceAndTheConnectionGoesToTheAddressThatWasChecked() throws Exception {
    try (PlayedTool tool = PlayedTool.giving("fine")) {
      String uri = "http://rebinding.example:" + URI.create(tool.url()).getPort() + "/";

      assertThat(send(rebinding("127.0.0.1", "10.0.0.1"), uri, true, LONG)).isEqualTo("fine");
      assertThat(lookedUp).containsExactly("rebinding.example");

      lookedUp.clear();
      assertThatThrownBy(() -> send(rebinding("10.0.0.1", "127.0.0.1"), uri, true, LONG))
          .isInstanceOf(RefusedException.class);
      assertThat(lookedUp).containsExactly("rebinding.example");
      assertThat(tool.asked()).hasSize(1);
    }
  }

  @Test
  void whereItIsAllowedThisMachineAnswers() throws Exception {
    try (PlayedTool tool = PlayedTool.giving("fine é")) {
      assertThat(send(GuardedHttp.system(), tool.url() + "/a?b=c", true, LONG)).isEqualTo("fine é");
      assertThat(tool.asked().getFirst().uri()).isEqualTo("/a?b=c");
    }
  }

  @Test
  void anAnswerInChunksIsWhole() throws Exception {
    try (PlayedTool tool =
        new PlayedTool(
            (exchange, body) -> {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i < 3; i++) {
                exchange.getResponseBody().write(("part " + i + " ").getBytes("UTF-8"));
                exchange.getResponseBody().flush();
              }
            })) {
      assertThat(send(GuardedHttp.system(), tool.url(), true, LONG))
          .isEqualTo("part 0 part 1 part 2 ");
    }
  }

  @Test
  void whatDoesNotAnswerInTimeIsLeft() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (PlayedTool silent =
        new PlayedTool(
            (exchange, body) -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      assertThatThrownBy(
              () -> send(GuardedHttp.system(), silent.url(), true, Duration.ofMillis(50)))
          .isInstanceOf(SocketTimeoutException.class);
      over.countDown();
    }
  }

  @Test
  void aHeaderCannotCarryAnother() {
    Request request =
        new Request(
            "GET", URI.create("http://127.0.0.1:1"), Map.of("A", "b\r\nC: d"), Optional.empty());

    assertThatThrownBy(() -> GuardedHttp.system().send(request, true, LONG, open -> {}))
        .isInstanceOfAny(IllegalArgumentException.class, IOException.class);
  }

  private static String send(GuardedHttp http, String uri, boolean loopback, Duration limit)
      throws IOException {
    Request request = new Request("GET", URI.create(uri), Map.of(), Optional.empty());
    try (GuardedAnswer answer = http.send(request, loopback, limit, open -> {})) {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
