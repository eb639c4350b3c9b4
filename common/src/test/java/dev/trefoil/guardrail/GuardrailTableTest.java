package dev.trefoil.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.bedrock.ApplyGuardrailEmulator;
import dev.trefoil.emulators.guardrails.ContentSafetyEmulator;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.emulators.guardrails.ModelArmorEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.TestEndpoints;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.RouteCalls.NoReplyException;
import dev.trefoil.gateway.RouteCalls.Reply;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.guardrail.GuardrailSettings.BedrockSettings;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.guardrail.GuardrailSettings.ModelArmorSettings;
import dev.trefoil.guardrail.GuardrailSettings.RouteSettings;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.identity.TestSigners;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of docs/guardrails.md, guardrail by door by outcome and by fault, as a run has it. */
@Timeout(60)
class GuardrailTableTest {
  private static final Path PAGE = Path.of("..", "docs", "guardrails.md");
  private static final Pattern TABLE =
      Pattern.compile("\\| guardrail \\| outcome \\|.*?\n\n", Pattern.DOTALL);
  private static final Pattern FAULTS =
      Pattern.compile("\\| a service that \\|.*?\n\n", Pattern.DOTALL);
  private static final String EMAIL = "jane@example.com";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For services that never answer; well ones do within some ten milliseconds. */
  private static final Duration LITTLE_PATIENCE = Duration.ofMillis(1500);

  private static final Failure THROTTLE = new Failure.Throttle(OptionalInt.empty());
  private static final Map<String, Fault> ROWS = rows();

  private final GuardrailServer bedrock =
      ApplyGuardrailEmulator.start(AwsKeyring.of("AKIDEXAMPLE", "right"));
  private final GuardrailServer azure =
      ContentSafetyEmulator.start(BearerVerifier.accepting("right", "me"));
  private final GuardrailServer google =
      ModelArmorEmulator.start(BearerVerifier.accepting("right", "me"));

  private boolean judgeIsAbsent;

  /**
   * Of a kind, with what it finds.
   *
   * @param server that is asked; empty where none is
   * @param absent has it not be had once
   */
  private record Kind(
      String name,
      Check check,
      Optional<GuardrailServer> server,
      Optional<Runnable> absent,
      String text) {
    /** Of a cloud's service. */
    Kind(String name, Check check, GuardrailServer server, String text) {
      this(
          name,
          check,
          Optional.of(server),
          Optional.of(() -> server.controls().fault(Fault.next(1, THROTTLE))),
          text);
    }
  }

  @AfterEach
  void stop() {
    bedrock.close();
    azure.close();
    google.close();
  }

  /** {@code -Dtrefoil.draw=true} draws it anew. */
  @Test
  void thePageShowsWhatARunDoes() throws IOException {
    String text = Files.readString(PAGE);
    String drawn = TABLE.matcher(text).replaceFirst(Matcher.quoteReplacement(table()));
    if (Boolean.getBoolean("trefoil.draw")) {
      Files.writeString(PAGE, drawn);
    }

    assertThat(Files.readString(PAGE)).contains("| guardrail | outcome |").isEqualTo(drawn);
  }

  /** The same of the services' faults, whichever service it is. */
  @Test
  void thePageShowsWhatBecomesOfFaults() throws Exception {
    String text = Files.readString(PAGE);
    String drawn = FAULTS.matcher(text).replaceFirst(Matcher.quoteReplacement(faults()));
    if (Boolean.getBoolean("trefoil.draw")) {
      Files.writeString(PAGE, drawn);
    }

    assertThat(Files.readString(PAGE)).contains("| a service that |").isEqualTo(drawn);
  }

  private static Map<String, Fault> rows() {
    Map<String, Fault> rows = new LinkedHashMap<>();
    rows.put("throttles (429)", Fault.always(THROTTLE));
    rows.put("throttles once", Fault.next(1, THROTTLE));
    rows.put("is out (503)", Fault.always(new Failure.Outage()));
    rows.put("is out for a question", Fault.next(1, new Failure.Outage()));
    rows.put("fails (500)", error(500));
    rows.put("does not know us (403)", error(403));
    rows.put("does not have the guardrail (404)", error(404));
    rows.put("resets the connection", Fault.always(new Failure.Reset()));
    rows.put("resets it once", Fault.next(1, new Failure.Reset()));
    rows.put("cuts its answer", Fault.always(new Failure.Cut(0)));
    rows.put("cuts it once", Fault.next(1, new Failure.Cut(0)));
    rows.put("answers nonsense", Fault.always(new Failure.Malformed()));
    rows.put("answers nonsense once", Fault.next(1, new Failure.Malformed()));
    rows.put("is slow", Fault.always(new Failure.Slow(5)));
    rows.put("is silent beyond `timeoutMs`", Fault.always(new Failure.Silent()));
    rows.put("stops within its answer", Fault.always(new Failure.Stall(0)));
    return rows;
  }

  private static Fault error(int status) {
    return Fault.always(new Failure.NativeError(status, Optional.empty()));
  }

  private String faults() throws Exception {
    StringBuilder table =
        new StringBuilder("| a service that | is asked | `fail: closed` | `fail: open` |\n")
            .append("| --- | --- | --- | --- |\n");
    List<Kind> services =
        kinds(LITTLE_PATIENCE).stream().filter(kind -> kind.server().isPresent()).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Map.Entry<String, Fault> row : ROWS.entrySet()) {
        List<Callable<String>> cells =
            services.stream()
                .map(kind -> (Callable<String>) () -> cells(kind, row.getValue()))
                .toList();
        List<String> each = new ArrayList<>();
        for (Future<String> cell : threads.invokeAll(cells)) {
          each.add(cell.get());
        }
        assertThat(each).as(row.getKey()).hasSize(3).containsOnly(each.getFirst());
        table.append("| %s | %s |\n".formatted(row.getKey(), each.getFirst()));
      }
    }
    return table.append('\n').toString();
  }

  private String cells(Kind kind, Fault fault) throws IOException {
    GuardrailServer server = kind.server().orElseThrow();
    int before = server.calls();
    String closed = asked(kind, fault, true);
    int calls = server.calls() - before;
    String open = asked(kind, fault, false);
    assertThat(server.calls() - before).isEqualTo(2 * calls);
    return "%s | %s | %s".formatted(calls == 1 ? "once" : "twice", closed, open);
  }

  /** Of a text that the service condemns. */
  private String asked(Kind kind, Fault fault, boolean closed) throws IOException {
    GuardrailServer server = kind.server().orElseThrow();
    server.controls().fault(fault);
    server.clearJudged();
    ScriptedModel model =
        ScriptedModel.answering(
            new TextDelta("well"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(10, 5)));
    RecordedResponse answer =
        send(
            declared(kind, Outcome.BLOCK),
            Side.INPUT,
            closed,
            model,
            Form.CHAT,
            Form.CHAT.body(false, kind.text()));
    server.controls().clearFault();
    boolean unchecked = answer.header("x-trefoil-guardrails") != null;
    assertThat(server.judged().isEmpty()).isEqualTo(unchecked || answer.status() == 503);
    assertThat(model.calls()).hasSize(answer.status() == 200 ? 1 : 0);
    return answer.status() == 200
        ? unchecked ? "answered, `unchecked`" : "answered"
        : "%d `%s`".formatted(answer.status(), code(answer.body()));
  }

  private static DeclaredCheck declared(Kind kind, Outcome outcome) {
    return new DeclaredCheck("it", outcome, true, false, Optional.empty(), kind.check());
  }

  private String table() throws IOException {
    StringBuilder table = new StringBuilder("| guardrail | outcome | side |");
    for (Form form : Form.values()) {
      table.append(" %s | %s, streamed |".formatted(form.title, form.title));
    }
    table.append("\n|").append(" --- |".repeat(3 + 2 * Form.values().length)).append('\n');
    for (Kind kind : kinds(PATIENCE)) {
      for (Outcome outcome : outcomes(kind)) {
        for (Side side : Side.values()) {
          table.append("| `%s` | `%s` | %s |".formatted(kind.name(), outcome, side));
          for (Form form : Form.values()) {
            for (boolean stream : new boolean[] {false, true}) {
              table.append(' ').append(cell(kind, outcome, side, form, stream)).append(" |");
            }
          }
          table.append('\n');
        }
      }
    }
    return table.append('\n').toString();
  }

  /** {@code unchecked} stands for a service that cannot be had. */
  private static List<Outcome> outcomes(Kind kind) {
    List<Outcome> outcomes = new ArrayList<>(List.of(Outcome.BLOCK));
    if (kind.text().contains(EMAIL)) {
      outcomes.add(Outcome.MASK);
    }
    outcomes.add(Outcome.FLAG);
    if (kind.absent().isPresent()) {
      outcomes.add(Outcome.UNCHECKED);
    }
    return outcomes;
  }

  private String cell(Kind kind, Outcome outcome, Side side, Form form, boolean stream)
      throws IOException {
    boolean absent = outcome == Outcome.UNCHECKED;
    if (absent) {
      kind.absent().orElseThrow().run();
    }
    ScriptedModel model =
        ScriptedModel.answering(
            new TextDelta(side == Side.OUTPUT ? kind.text() : "so: [EMAIL_1] [EMAIL_ADDRESS_1]"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(10, 5)));
    RecordedResponse answer =
        send(
            declared(kind, absent ? Outcome.BLOCK : outcome),
            side,
            true,
            model,
            form,
            form.body(stream, side == Side.INPUT ? kind.text() : "hi"));
    boolean told = (answer.header("x-trefoil-guardrails") + answer.body()).contains("it;side=");
    boolean shown = answer.body().contains(kind.text()) || answer.body().contains(EMAIL);
    if (answer.status() != 200) {
      assertThat(shown).isFalse();
      assertThat(model.calls()).hasSize(side == Side.INPUT ? 0 : 1);
      return "%d `%s`".formatted(answer.status(), code(answer.body()));
    }
    assertThat(told).isTrue();
    if (answer.body().contains(form.refusal)) {
      assertThat(shown).isFalse();
      return "refused";
    }
    return outcome == Outcome.MASK
        ? side == Side.INPUT && shown ? "masked, and back" : shown ? "shown" : "masked"
        : "said";
  }

  private static String code(String body) {
    return List.of(
            "content_filter", "guardrail_unavailable", "invalid_request_error", "overloaded_error")
        .stream()
        .filter(body::contains)
        .findFirst()
        .orElse("another");
  }

  private RecordedResponse send(
      DeclaredCheck check, Side side, boolean closed, ScriptedModel model, Form form, String body)
      throws IOException {
    List<List<DeclaredCheck>> own = List.of(List.of(check));
    Gateway gateway =
        TestGateway.of(
            TrefoilConfig.parse(
                    """
                    auth: none
                    services:
                      azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
                    guardrails: {checks: {it: {kind: rules, pii: [email]}}, input: [it]}
                    routes: {chat: {targets: [azure/gpt-5.4]}}
                    """,
                    Map.of())
                .routing(),
            Map.of("azure", model),
            CallEvents.NONE,
            Optional.empty(),
            (guarding, places, call, found) ->
                new CallGuard(
                    new Checks(side == Side.INPUT ? own : List.of(), places, closed, call, found),
                    new Checks(side == Side.OUTPUT ? own : List.of(), places, closed, call, found),
                    200));
    RecordedResponse response = new RecordedResponse();
    TestEndpoints.over(gateway, Authenticator.NONE, HttpSettings.of(1 << 20))
        .handle(
            new HttpCall(
                "POST",
                form.path,
                new Headers().set("content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
    return response;
  }

  private List<Kind> kinds(Duration patience) {
    RequestSigner bearer = RequestSigner.header("Authorization", cancellation -> "Bearer right");
    return List.of(
        new Kind(
            "rules",
            new RuleCheck(new RuleSettings(List.of(), Map.of(), EnumSet.of(PersonalData.EMAIL))),
            Optional.empty(),
            Optional.empty(),
            "to " + EMAIL),
        new Kind(
            "bedrock",
            new BedrockGuardrail(
                http(TestSigners.aws("AKIDEXAMPLE", "right", "bedrock"), patience),
                new BedrockSettings(
                    "us-east-1",
                    ApplyGuardrailEmulator.ID,
                    ApplyGuardrailEmulator.VERSION,
                    Optional.of(URI.create(bedrock.url())),
                    false,
                    patience)),
            bedrock,
            "to " + EMAIL),
        new Kind(
            "content-safety",
            new ContentSafety(
                http(bearer, patience),
                new ContentSafetySettings(
                    URI.create(azure.url()), 4, false, false, List.of(), false, patience)),
            azure,
            "a hateful thing"),
        new Kind(
            "model-armor",
            new ModelArmor(
                http(bearer, patience),
                new ModelArmorSettings(
                    ModelArmorEmulator.PROJECT,
                    ModelArmorEmulator.LOCATION,
                    ModelArmorEmulator.TEMPLATE,
                    URI.create(google.url()),
                    patience)),
            google,
            "to " + EMAIL),
        new Kind(
            "route",
            new RouteCheck(
                this::judged,
                new RouteSettings("judge", "No hate.", List.of("hate"), 100, patience)),
            Optional.empty(),
            Optional.of(() -> judgeIsAbsent = true),
            "a hateful thing"));
  }

  /** As a route whose model knows one word. */
  private Reply judged(String route, List<String> places, ChatRequest question, Call call)
      throws NoReplyException {
    if (judgeIsAbsent) {
      judgeIsAbsent = false;
      throw new NoReplyException(new IOException("throttled"), Trail.NONE);
    }
    String material = ((Part.Text) question.messages().getLast().parts().getFirst()).text();
    return new Reply(
        material.contains("hateful")
            ? "{\"verdict\":\"violation\",\"categories\":[\"hate\"]}"
            : "{\"verdict\":\"pass\",\"categories\":[]}",
        Trail.NONE);
  }

  private static GuardrailHttp http(RequestSigner signer, Duration patience) {
    return new GuardrailHttp(signer, () -> {}, patience);
  }

  /** The three doors. */
  private enum Form {
    CHAT("chat", "/v1/chat/completions", "\"finish_reason\":\"content_filter\""),
    RESPONSES("Responses", "/v1/responses", "\"reason\":\"content_filter\""),
    MESSAGES("Messages", "/v1/messages", "\"stop_reason\":\"refusal\"");

    private final String title;
    private final String path;
    private final String refusal;

    Form(String title, String path, String refusal) {
      this.title = title;
      this.path = path;
      this.refusal = refusal;
    }

    private String body(boolean stream, String text) {
      String head = "{\"model\":\"chat\",\"stream\":" + stream;
      String turns = "[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
      return switch (this) {
        case CHAT -> head + ",\"messages\":" + turns + "}";
        case RESPONSES -> head + ",\"input\":" + turns + "}";
        case MESSAGES -> head + ",\"max_tokens\":50,\"messages\":" + turns + "}";
      };
    }
  }
}
