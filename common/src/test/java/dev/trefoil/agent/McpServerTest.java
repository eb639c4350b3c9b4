package dev.trefoil.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client of MCP servers; a public server stands behind it in the tests of {@code local}. */
class McpServerTest {
  private final PlayedMcpServer played = new PlayedMcpServer();

  @AfterEach
  void close() {
    played.close();
  }

  @Test
  void toolsOfAllPagesAreListedOnceForAllRuns() throws IOException {
    McpServer server = server(Optional.empty());

    List<OwnTool> tools = server.tools(soon(), new Cancellation());

    assertThat(tools).extracting(OwnTool::name).containsExactly("echo", "write", "fail", "endless");
    assertThat(tools).extracting(OwnTool::modelName).contains("docs__echo");
    assertThat(tools).extracting(OwnTool::idempotent).containsExactly(true, false, false, false);
    assertThat(tools.getFirst().schema()).contains("\"message\"");
    assertThat(server.tools(soon(), new Cancellation())).isEqualTo(tools);
    assertThat(played.called()).containsExactly("initialize", "tools/list", "tools/list");
  }

  @Test
  void onlyWhatTheConfigurationAllowsIsListed() throws IOException {
    assertThat(server(Optional.of(List.of("write"))).tools(soon(), new Cancellation()))
        .extracting(OwnTool::name)
        .containsExactly("write");
  }

  @Test
  void aCallIsAnsweredByAnEventAmongOthers() throws IOException {
    ToolOutcome outcome =
        server(Optional.empty()).call("echo", "{\"message\":\"hé\"}", soon(), new Cancellation());

    assertThat(outcome.failed()).isFalse();
    assertThat(outcome.text()).isEqualTo("Echo: hé\n[left out: image image/png]");
  }

  @Test
  void aFailureIsTheTools() throws IOException {
    assertThat(server(Optional.empty()).call("fail", "{}", soon(), new Cancellation()))
        .isEqualTo(new ToolOutcome("no", true));
  }

  @Test
  void aSessionThatIsForgottenIsBegunAnewAndTheCallMadeOnce() throws IOException {
    McpServer server = server(Optional.empty());
    server.tools(soon(), new Cancellation());
    played.called().clear();
    played.forget();

    assertThat(server.call("write", "{}", soon(), new Cancellation()).failed()).isFalse();

    assertThat(played.called()).containsExactly("initialize", "write");
  }

  @Test
  void aServerThatNeverEndsIsLeft() {
    McpServer server = server(Optional.empty());

    assertThatThrownBy(() -> server.call("endless", "{}", soon(), new Cancellation()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 4194304 bytes");
  }

  @Test
  void aStreamThatEndsWithoutAnAnswerIsTheEndOfTheCall() {
    try (PlayedTool cut =
        new PlayedTool(
            (exchange, body) -> {
              exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(": working\n\n".getBytes(StandardCharsets.UTF_8));
              exchange.close();
            })) {
      McpServer server = server(cut.url(), Optional.empty());

      assertThatThrownBy(() -> server.tools(soon(), new Cancellation()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ends without an answer");
      assertThat(cut.asked()).hasSize(1);
    }
  }

  @Test
  void aServerThatRedirectsIsNotFollowed() {
    try (PlayedTool elsewhere = PlayedTool.giving("{}");
        PlayedTool redirecting =
            new PlayedTool(
                (exchange, body) -> {
                  exchange.getResponseHeaders().add("Location", elsewhere.url());
                  exchange.sendResponseHeaders(307, -1);
                })) {
      McpServer server = server(redirecting.url(), Optional.empty());

      assertThatThrownBy(() -> server.tools(soon(), new Cancellation()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP 307");
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  private McpServer server(Optional<List<String>> allowed) {
    return server(played.url(), allowed);
  }

  private static McpServer server(String url, Optional<List<String>> allowed) {
    ToolTerms terms =
        new ToolTerms(List.of(), List.of(), false, false, Duration.ofSeconds(20), 10_000, true);
    return new McpServer(
        new ToolSettings.Mcp("docs", URI.create(url), allowed, Set.of(), terms),
        GuardedHttp.system(),
        ToolHeaders.NONE);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }
}
