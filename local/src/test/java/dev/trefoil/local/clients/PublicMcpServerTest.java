package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.agent.AgentRun;
import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.agent.RunJournal;
import dev.trefoil.agent.RunLimits;
import dev.trefoil.agent.RunListener;
import dev.trefoil.agent.RunPlan;
import dev.trefoil.agent.ToolHeaders;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.agent.ToolSettings;
import dev.trefoil.agent.ToolTerms;
import dev.trefoil.agent.ToolWish;
import dev.trefoil.agent.Toolbox;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.Answered;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A public MCP server from npm as a server of tools that Trefoil itself calls. */
@Timeout(120)
class PublicMcpServerTest {
  private static final String SERVER = "node_modules/@modelcontextprotocol/server-everything";

  private static String missing;
  private static Process server;
  private static int port;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Npm.Installed installed = Npm.install();
    missing = installed.missing();
    if (installed.npm().isEmpty()) {
      return;
    }
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        installed
            .npm()
            .get()
            .run(SERVER + "/dist/index.js", "streamableHttp")
            .redirectErrorStream(true);
    builder.environment().put("PORT", Integer.toString(port));
    server = builder.start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    while (line != null && !line.contains("listening")) {
      line = said.readLine();
    }
    assertThat(line).as("the server listens").isNotNull();
    Thread.startVirtualThread(() -> said.lines().forEach(ignored -> {}));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.destroy();
    }
  }

  @Test
  void itsToolsAreListedAndCalled() throws Exception {
    assumeTrue(missing.isEmpty(), missing);
    List<ChatRequest> asked = new ArrayList<>();
    Heard heard = new Heard();
    ToolTerms terms =
        new ToolTerms(List.of(), List.of(), false, false, Duration.ofSeconds(30), 10_000, true);
    ToolSettings everything =
        new ToolSettings.Mcp(
            "everything",
            URI.create("http://127.0.0.1:" + port + "/mcp"),
            Optional.empty(),
            Set.of(),
            terms);

    new AgentRun<IOException>(
            new Toolbox(
                Map.of("everything", everything), name -> ToolHeaders.NONE, GuardedHttp.system()),
            new RunPlan(List.of(ToolWish.of("everything")), RunLimits.DEFAULTS, List.of()),
            new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false),
            (request, listener) -> answer(request, listener, asked),
            heard,
            Deadline.after(Duration.ofSeconds(60)),
            new Cancellation(),
            RunJournal.NONE)
        .run();

    assertThat(heard.offered).contains("echo").hasSizeGreaterThan(5);
    assertThat(heard.outcomes).containsExactly(new ToolOutcome("Echo: hé", false));
    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst().tools()).extracting("name").contains("everything__echo");
  }

  /** Calls the echo first, and answers then. */
  private static Answered answer(
      ChatRequest request, AnswerListener listener, List<ChatRequest> asked) {
    asked.add(request);
    listener.onStart(new AnswerStart(new Target("a", "model"), Trail.NONE, List.of()));
    List<ChatEvent> events =
        asked.size() == 1
            ? List.of(
                new ToolCallStarted(0, 0, "c1", "everything__echo", Optional.empty()),
                new ToolArgumentsDelta(0, 0, "{\"message\":\"hé\"}"),
                new ChoiceFinished(0, FinishReason.TOOL_CALLS))
            : List.of(new TextDelta("done"), new ChoiceFinished(0, FinishReason.STOP));
    events.forEach(listener::onEvent);
    listener.onEvent(new Finished(Usage.NONE));
    return new Answered(Trail.NONE, Usage.NONE, false, Optional.empty(), Optional.empty());
  }

  private static final class Heard implements RunListener {
    private final List<String> offered = new ArrayList<>();
    private final List<ToolOutcome> outcomes = new ArrayList<>();

    @Override
    public void started(AnswerStart start) {}

    @Override
    public void offered(Offer offer) {
      assertThat(offer.error()).isEmpty();
      offer.tools().forEach(tool -> offered.add(tool.tool().name()));
    }

    @Override
    public void approved(ApprovedCall call, ToolOutcome outcome) {}

    @Override
    public void said(ChatEvent event) {}

    @Override
    public void calling() {}

    @Override
    public void called(String call, ToolOutcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void cut(Limit limit) {}

    @Override
    public void continuing() {}
  }
}
