package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.cache.StoredAnswers;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.AnswerCache;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.GuardrailFound;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.JsonCallLog;
import dev.trefoil.gateway.RecordedCalls;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.guardrail.DeclaredGuardrails;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.identity.Identity;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What guardrails of this process do to calls of all doors, plain and streamed. */
@Timeout(60)
class GuardrailsTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String EMAIL = "jane@example.com";

  private static final String CONFIG =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
      guardrails:
        checks:
          personal: {kind: rules, pii: [card, email], outcome: mask}
          secret: {kind: rules, words: [halcyon]}
          watch: {kind: rules, words: [refund], outcome: flag}
          texts-only: {kind: rules, words: [halcyon], media: block}
        windowChars: 64
      routes:
        chat:
          targets: [azure/gpt-5.4]
          guardrails: {input: [personal, secret, watch], output: [personal, secret, watch]}
        input: {targets: [azure/gpt-5.4], guardrails: {input: [personal]}}
        flagged: {targets: [azure/gpt-5.4], guardrails: {output: [watch]}}
        cached:
          targets: [azure/gpt-5.4]
          responseCache: {when: always}
          guardrails: {input: [personal], output: [secret]}
        texts: {targets: [azure/gpt-5.4], guardrails: {input: [texts-only]}}
        free: {targets: [azure/gpt-5.4]}
      """;

  private final RecordedCalls recorded = new RecordedCalls();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Optional<AnswerCache> answers = Optional.empty();
  private String file = CONFIG;

  /** The three doors. */
  enum DoorForm {
    CHAT("/v1/chat/completions", "\"finish_reason\":\"content_filter\""),
    RESPONSES("/v1/responses", "\"incomplete_details\":{\"reason\":\"content_filter\"}"),
    MESSAGES("/v1/messages", "\"stop_reason\":\"refusal\"");

    private final String path;
    private final String refusal;

    DoorForm(String path, String refusal) {
      this.path = path;
      this.refusal = refusal;
    }

    private String body(String route, boolean stream, String text) {
      String head = "{\"model\":\"" + route + "\",\"stream\":" + stream;
      String turns = "[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
      return switch (this) {
        case CHAT -> head + ",\"messages\":" + turns + "}";
        case RESPONSES -> head + ",\"input\":" + turns + "}";
        case MESSAGES -> head + ",\"max_tokens\":50,\"messages\":" + turns + "}";
      };
    }
  }

  @ParameterizedTest
  @EnumSource(DoorForm.class)
  void aRequestThatIsRefusedIsNotSent(DoorForm door) throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      ScriptedModel model = saying("hi");

      RecordedResponse refused = send(model, door, "chat", stream, "about Halcyon");

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("refused by the guardrail 'secret': words.");
      assertThat(refused.body().toLowerCase()).doesNotContain("halcyon");
      assertThat(model.calls()).isEmpty();
    }
    assertThat(found())
        .containsOnly(new GuardrailFinding("secret", Side.INPUT, Outcome.BLOCK, List.of("words")));
    assertThat(recorded.ended())
        .hasSize(2)
        .allSatisfy(end -> assertThat(end.outcome()).hasToString("failed"));
  }

  @ParameterizedTest
  @EnumSource(DoorForm.class)
  void aPlainAnswerThatIsRefusedIsReplacedAsTheDoorSaysIt(DoorForm door) throws IOException {
    RecordedResponse answer =
        send(saying("It is called Hal", "cyon."), door, "chat", false, "which?");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("The answer was refused by the guardrail 'secret': words.", door.refusal)
        .doesNotContain("It is called", "cyon");
    assertThat(answer.header("x-trefoil-guardrails"))
        .isEqualTo("secret;side=output;outcome=block;found=\"words\"");
    assertThat(ended().trail().last().orElseThrow().usage()).isEqualTo(new Usage(1000, 100));
  }

  @ParameterizedTest
  @EnumSource(DoorForm.class)
  void aStreamThatIsRefusedEndsBeforeWhatIsRefused(DoorForm door) throws IOException {
    String before = "w ".repeat(200);
    ScriptedModel model = saying(before, "It is Hal", "cyon, and ", "more ".repeat(200));

    RecordedResponse answer = send(model, door, "chat", true, "which?");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("w w w", "refused by the guardrail 'secret': words.", door.refusal)
        .doesNotContain("Hal", "cyon", "more ");
    assertThat(answer.ended()).isTrue();
    assertThat(answer.body()).contains("secret;side=output;outcome=block");
    assertThat(ended().outcome()).hasToString("answered");
    assertThat(ended().trail().last().orElseThrow().estimated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"CHAT,false", "CHAT,true", "RESPONSES,false", "RESPONSES,true"})
  void whatIsMaskedInARequestIsBackInItsAnswer(DoorForm door, boolean stream) throws IOException {
    ScriptedModel model = saying("Sent to [EMA", "IL_1] for [CARD_1", "]; not [CARD_2] nor [x].");

    RecordedResponse answer =
        send(model, door, "input", stream, EMAIL + " pays by " + CARD + ", I say " + EMAIL);

    assertThat(textOf(model.requests().getFirst()))
        .isEqualTo("[EMAIL_1] pays by [CARD_1], I say [EMAIL_1]");
    assertThat(said(answer, stream))
        .contains("Sent to " + EMAIL + " for " + CARD + "; not [CARD_2] nor [x].");
    assertThat(answer.header("x-trefoil-guardrails"))
        .isEqualTo("personal;side=input;outcome=mask;found=\"card email\"");
  }

  @Test
  void aPlaceholderThatTheCallerWroteStandsForNothing() throws IOException {
    ScriptedModel model = saying("[CARD_1] and [CARD_2]");

    RecordedResponse answer = send(model, DoorForm.CHAT, "input", false, "[CARD_1] is not " + CARD);

    assertThat(textOf(model.requests().getFirst())).isEqualTo("[CARD_1] is not [CARD_2]");
    assertThat(answer.body()).contains("[CARD_1] and " + CARD);
  }

  @ParameterizedTest
  @EnumSource(DoorForm.class)
  void whatAnAnswerGivesAwayIsMasked(DoorForm door) throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      RecordedResponse answer =
          send(saying("Her card is 4111 1111", " 1111 1111."), door, "chat", stream, "which?");

      assertThat(answer.body()).contains("Her card is [CARD].").doesNotContain("1111");
    }
    assertThat(found())
        .containsOnly(new GuardrailFinding("personal", Side.OUTPUT, Outcome.MASK, List.of("card")));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void argumentsOfCallsStayJson(boolean stream) throws IOException {
    ScriptedModel model =
        ScriptedModel.answering(
            new ToolCallStarted(0, 0, "call_1", "pay", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{\"card\": 4111111"),
            new ToolArgumentsDelta(0, 0, "111111111, \"to\": \"" + EMAIL + "\", \"n\": 1.50}"),
            new ChoiceFinished(0, FinishReason.TOOL_CALLS),
            new Finished(new Usage(1000, 100)));

    RecordedResponse answer = send(model, DoorForm.CHAT, "chat", stream, "pay");

    assertThat(answer.body())
        .contains("{\\\"card\\\":\\\"[CARD]\\\",\\\"to\\\":\\\"[EMAIL]\\\",\\\"n\\\":1.50}")
        .contains("\"name\":\"pay\"", "\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void anAnswerThatIsToBeJsonStaysJson() throws IOException {
    String body =
        DoorForm.CHAT
            .body("chat", true, "as JSON")
            .replace("{\"model\"", "{\"response_format\":{\"type\":\"json_object\"},\"model\"");

    RecordedResponse answer =
        send(saying("{\"n\": 4111111", "111111111}"), DoorForm.CHAT.path, body);

    assertThat(answer.body()).contains("{\\\"n\\\":\\\"[CARD]\\\"}").doesNotContain("1111");
  }

  @ParameterizedTest
  @EnumSource(DoorForm.class)
  void whatIsFlaggedGoesOnAndIsSaid(DoorForm door) throws IOException {
    String finding = "watch;side=output;outcome=flag;found=\"words\"";

    RecordedResponse plain = send(saying("a Re", "fund"), door, "flagged", false, "hi");
    RecordedResponse streamed = send(saying("a Re", "fund"), door, "flagged", true, "hi");

    assertThat(plain.body()).contains("a Refund");
    assertThat(plain.header("x-trefoil-guardrails")).isEqualTo(finding);
    assertThat(streamed.body()).contains("a Re", "fund", finding.replace("\"", "\\\""));
    assertThat(found())
        .containsExactly(
            new GuardrailFinding("watch", Side.OUTPUT, Outcome.FLAG, List.of("words")),
            new GuardrailFinding("watch", Side.OUTPUT, Outcome.FLAG, List.of("words")));
  }

  @Test
  void logprobsThatWouldTellTheWordsAreNotAskedForAndThatIsSaid() throws IOException {
    ScriptedModel model = saying("hi");
    String body =
        DoorForm.CHAT
            .body("chat", false, "hi")
            .replace("{\"model\"", "{\"logprobs\":true,\"model\"");

    RecordedResponse answer = send(model, DoorForm.CHAT.path, body);

    assertThat(model.requests().getFirst().settings().topLogprobs()).isEmpty();
    assertThat(answer.header("x-trefoil-dropped")).isEqualTo("logprobs");
  }

  @Test
  void mediaThatNoRuleLooksAtIsRefusedWhereTheGuardrailSaysSo() throws IOException {
    String body =
        DoorForm.CHAT
            .body("texts", false, "?")
            .replace(
                "\"?\"",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]");

    RecordedResponse refused = send(saying("hi"), DoorForm.CHAT.path, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"code\":\"content_filter\"", "the guardrail 'texts-only': media.");
  }

  @Test
  void textsForVectorsPassTheSameChecks() throws IOException {
    RecordedResponse refused =
        send(saying("hi"), "/v1/embeddings", "{\"model\":\"chat\",\"input\":[\"a\",\"halcyon\"]}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("refused by the guardrail 'secret': words.");
  }

  @Test
  void aPromptThatIsCountedPassesTheSameChecks() throws IOException {
    RecordedResponse refused =
        send(
            saying("hi"),
            "/v1/messages/count_tokens",
            DoorForm.MESSAGES.body("chat", false, "halcyon").replace("\"stream\":false,", ""));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("refused by the guardrail 'secret': words.");
  }

  @Test
  void anAnswerThatIsKeptIsCheckedAnewAndHasWhatWasMasked() throws IOException {
    answers =
        Optional.of(
            new StoredAnswers(new MemoryStore(InstantSource.system()), InstantSource.system()));
    ScriptedModel model = saying("to [EMAIL_1]").then(saying("of Halcyon"));

    for (int i = 0; i < 2; i++) {
      RecordedResponse answer = send(model, DoorForm.CHAT, "cached", false, "write " + EMAIL);

      assertThat(answer.body()).contains("to " + EMAIL);
      assertThat(answer.header("x-trefoil-cache")).isEqualTo(i == 0 ? null : "hit");
      assertThat(answer.header("x-trefoil-guardrails")).startsWith("personal;side=input");
    }
    for (int i = 0; i < 2; i++) { // One that is refused is not kept.
      RecordedResponse refused = send(model, DoorForm.CHAT, "cached", false, "another");

      assertThat(refused.body()).contains("refused by the guardrail 'secret'");
      assertThat(refused.header("x-trefoil-cache")).isNull();
    }
    assertThat(model.calls()).hasSize(3);
  }

  @Test
  void aRouteWithoutGuardrailsIsNotChecked() throws IOException {
    ScriptedModel model = saying("Halcyon " + CARD);

    RecordedResponse answer = send(model, DoorForm.CHAT, "free", false, "Halcyon " + CARD);

    assertThat(answer.body()).contains("Halcyon " + CARD);
    assertThat(answer.header("x-trefoil-guardrails")).isNull();
    assertThat(found()).isEmpty();
  }

  @Test
  void aCallersOwnGuardrailsHoldOnARouteWithout() throws IOException {
    file =
        CONFIG.replace(
            "  windowChars: 64",
            "  windowChars: 64\n  callers: {anonymous: {input: [secret], output: [watch]}}");
    ScriptedModel model = saying("No refund.");

    RecordedResponse refused = send(model, DoorForm.CHAT, "free", false, "about Halcyon");
    RecordedResponse counted =
        send(
            model,
            "/v1/messages/count_tokens",
            "{\"model\":\"free\",\"messages\":[{\"role\":\"user\",\"content\":\"Halcyon\"}]}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(counted.status()).isEqualTo(400);
    assertThat(model.calls()).isEmpty();
    assertThat(send(model, DoorForm.CHAT, "free", false, "hi").header("x-trefoil-guardrails"))
        .isEqualTo("watch;side=output;outcome=flag;found=\"words\"");
  }

  @Test
  void aCallersGuardrailThatLeavesTheRoutesResidencyIsNotAsked() throws IOException {
    file =
        CONFIG
            .replace(
                "  windowChars: 64",
                "  windowChars: 64\n  callers: {anonymous: {input: [{firstOf: [far, secret]}]}}")
            .replace(
                "  checks:\n",
                "  checks:\n    far: {kind: bedrock, region: us-east-1, guardrail: g1, version: \"1\"}\n")
            .replace("azure.com\"}", "azure.com\", residency: eu}")
            .replace("free: {", "free: {residency: eu, ");

    RecordedResponse answer = send(saying("hi"), DoorForm.CHAT, "free", false, "hi");

    assertThat(answer.status()).as(answer::body).isEqualTo(200);
    assertThat(answer.header("x-trefoil-trail"))
        .as("who else was asked")
        .matches("azure/gpt-5.4;outcome=ok;ms=[0-9]+");
  }

  @Test
  void theLogSaysWhatWasFoundAndNothingOfIt() throws IOException {
    var unused = send(saying("Halcyon"), DoorForm.CHAT, "chat", false, "I am " + EMAIL);

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(
            "\"log\":\"guardrail\"",
            "\"guardrail\":\"personal\",\"side\":\"input\",\"outcome\":\"mask\",\"found\":[\"email\"]",
            "\"guardrail\":\"secret\",\"side\":\"output\",\"outcome\":\"block\",\"found\":[\"words\"]")
        .doesNotContainIgnoringCase("halcyon")
        .doesNotContain("jane");
  }

  private List<GuardrailFinding> found() {
    return recorded.all().stream()
        .filter(GuardrailFound.class::isInstance)
        .map(event -> ((GuardrailFound) event).finding())
        .toList();
  }

  private CallEnded ended() {
    return recorded.ended().getLast();
  }

  private static String textOf(ChatRequest request) {
    return ((Part.Text) request.messages().getLast().parts().getFirst()).text();
  }

  /** The answer's text, with a stream's pieces put together. */
  private static String said(RecordedResponse answer, boolean stream) {
    return stream
        ? answer
            .body()
            .lines()
            .filter(line -> line.contains("\"delta\":"))
            .map(line -> line.replaceAll(".*\"(?:content|delta)\":\"(.*?)\".*", "$1"))
            .reduce("", String::concat)
        : answer.body();
  }

  private RecordedResponse send(
      ScriptedModel model, DoorForm door, String route, boolean stream, String text)
      throws IOException {
    return send(model, door.path, door.body(route, stream, text));
  }

  private RecordedResponse send(ScriptedModel model, String path, String body) throws IOException {
    TrefoilConfig config = TrefoilConfig.parse(file, Map.of());
    PrintStream lines = new PrintStream(log, true, StandardCharsets.UTF_8);
    Gateway gateway =
        TestGateway.of(
            config.routing(),
            Map.of("azure", model),
            new CallEvents(List.of(recorded, new JsonCallLog(lines, InstantSource.system()))),
            answers,
            new DeclaredGuardrails(
                config.guardrails().orElseThrow(),
                Identity.of(Cloud.AZURE, config.identity(), Map.of()),
                (judge, places, question, call) -> {
                  throw new AssertionError("asked");
                }));
    RecordedResponse response = new RecordedResponse();
    TestEndpoints.over(gateway, Authenticator.NONE, HttpSettings.of(1 << 20))
        .handle(
            new HttpCall(
                "POST",
                path,
                new Headers().set("content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
    return response;
  }

  private static ScriptedModel saying(String... pieces) {
    List<ChatEvent> events = new ArrayList<>();
    for (String piece : pieces) {
      events.add(new TextDelta(piece));
    }
    events.add(new ChoiceFinished(0, FinishReason.STOP));
    events.add(new Finished(new Usage(1000, 100)));
    return ScriptedModel.answering(events.toArray(ChatEvent[]::new));
  }
}
