package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's page before a core that says its own path. */
class ConsoleHandlerTest {
  private Running running;

  @BeforeEach
  void start() throws Exception {
    running =
        Running.start(
            new ConsoleHandler(
                (call, sink) ->
                    sink.start(200, new Headers().set("content-type", "text/plain"))
                        .write(("core: " + call.path()).getBytes(StandardCharsets.US_ASCII))));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private String answer(String method, String path) throws IOException {
    return running.exchange(
        method + " " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
  }

  @Test
  void thePageIsServedWithItsPolicy() throws IOException {
    assertThat(answer("GET", "/console/"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("content-security-policy: default-src 'none';")
        .contains("<title>Trefoil console</title>");
    assertThat(answer("HEAD", "/console/")).startsWith("HTTP/1.1 200 ").doesNotContain("<title>");
    assertThat(answer("GET", "/console")).startsWith("HTTP/1.1 308 ");
    assertThat(answer("GET", "/console/none.js")).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/console", "/v1/chat/completions", "/consoles"})
  void allElseIsTheCores(String path) throws IOException {
    assertThat(answer("GET", path)).endsWith("core: " + path);
  }

  @Test
  void itIsHereWhereItsJarIs() {
    assertThat(ConsoleHandler.isHere()).isTrue();
  }
}
