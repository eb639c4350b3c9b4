package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.PhaseStarted;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI by Responses, and what is the same everywhere. */
class ResponsesChatModelTest extends ResponsesContract {
  private static final String THINKER = "gpt-6-sol";
  private static final Settings THINKING =
      Settings.builder()
          .reasoningEffort(Optional.of("high"))
          .reasoningSummary(Optional.of("auto"))
          .build();
  private static final Tool SHELL =
      Tool.freeText("run", "Runs it.", Optional.of("{\"type\":\"text\"}"));
  private static final Tool LOOK =
      new Tool("look", "Looks.", "{\"type\":\"object\",\"properties\":{}}", false)
          .in(new Tool.Namespace("files", "Files."));

  @Override
  protected ModelEmulator start(int port) {
    return OpenAiEmulator.start("openai", "right", port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    URI baseUrl = endpoint.getPath().isEmpty() ? endpoint.resolve("/v1") : endpoint;
    return connect(
        new OpenAiSettings(baseUrl, Dialect.OPENAI, Duration.ofSeconds(3)), validCredentials);
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAModelThoughtIsSummarizedMarkedAndTakenBack(boolean stream) throws ProviderException {
    ReasoningSigned signed = thought(stream);
    assertThat(signed.signature().origin()).isEqualTo(Signature.OPENAI);
    assertThat(signed.signature().value())
        .startsWith(endpoint().getAuthority() + " " + THINKER + " rs_");

    Part.Reasoning block =
        new Part.Reasoning("", List.of("I was asked"), Optional.of(signed.signature()));
    chat(model(), after(block, stream), THINKER);
    assertThat(controls().journal()).hasSize(2);
    assertThat(sent())
        .contains("\"encrypted_content\":", "\"summary_text\",\"text\":\"I was asked");
  }

  private ReasoningSigned thought(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(model(), new ChatRequest(List.of(user("one two three")), THINKING, stream), THINKER);
    assertThat(summary(events)).isEqualTo("I was asked: one two three");
    assertThat(events).contains(new PhaseStarted(0, "final_answer"));
    assertThat(text(events)).isEqualTo("one two three");
    return (ReasoningSigned)
        events.stream().filter(ReasoningSigned.class::isInstance).findFirst().orElseThrow();
  }

  private static String summary(List<ChatEvent> events) {
    StringBuilder summary = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ReasoningSummaryDelta(int choice, int index, String text)) {
        assertThat(index).isZero();
        summary.append(text);
      }
    }
    return summary.toString();
  }

  private static ChatRequest after(Part thought, boolean stream) {
    return new ChatRequest(
        List.of(
            user("one"),
            new Message(Role.ASSISTANT, List.of(thought, new Part.Text("two"))),
            user("three")),
        THINKING,
        stream);
  }

  /** Nor as text: it is another's, and whole or nothing. */
  @Test
  void whatAnotherModelOrResourceThoughtIsNotSentAtAll() throws ProviderException {
    String own = thought(false).signature().value();
    String here = endpoint().getAuthority();
    for (String other :
        List.of(
            own.replace(here, "other.example"),
            own.replace(THINKER, "gpt-6-astra"),
            own.substring(here.length() + 1),
            "gAAAA")) {
      Signature foreign = new Signature(Signature.OPENAI, other);
      chat(
          model(),
          after(new Part.Reasoning("secret thought", Optional.of(foreign)), false),
          THINKER);
      assertThat(sent()).doesNotContain("secret thought", "\"encrypted_content\":");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMarkThatTheServiceDoesNotKnowAgainIsLeftOutAndTheRequestSentOnceMore(boolean stream)
      throws ProviderException {
    Signature stale =
        new Signature(
            Signature.OPENAI, endpoint().getAuthority() + " " + THINKER + " rs_1 gAAAAstale");
    List<ChatEvent> events =
        chat(model(), after(new Part.Reasoning("", Optional.of(stale)), stream), THINKER);

    assertThat(text(events)).isEqualTo("three");
    assertThat(controls().journal()).hasSize(2);
    assertThat(sent()).doesNotContain("gAAAAstale");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aToolThatTakesATextGetsOneAndGivesItBack(boolean stream) throws ProviderException {
    List<ChatEvent> events = chat(with(List.of(SHELL), new ToolChoice.Auto(), stream, user("run")));
    Part.ToolCall call = calls(events).getFirst();
    assertThat(call.arguments()).isEqualTo("{\"input\":\"run\"}");
    assertThat(call.name()).isEqualTo("run");

    Part.ToolCall quoted =
        new Part.ToolCall("c", "run", "{\"input\":\"a \\\"b\\\"\\n\"}", Optional.empty());
    chat(
        with(
            List.of(SHELL),
            new ToolChoice.Auto(),
            stream,
            user("run"),
            new Message(Role.ASSISTANT, List.of(quoted)),
            new Message(Role.TOOL, List.of(new Part.ToolResult("c", List.of())))));
    assertThat(sent())
        .contains("\"type\":\"custom_tool_call\"", "\"input\":\"a \\\"b\\\"\\n\"")
        .contains("\"type\":\"custom_tool_call_output\"");
  }

  @Test
  void theInputOfSuchAToolIsJsonHoweverItIsCut() throws ProviderException {
    reply(
        "{'type':'response.output_item.added','output_index':0,'item':{'type':'custom_tool_call','call_id':'c','name':'run'}}",
        "{'type':'response.custom_tool_call_input.delta','output_index':0,'delta':'say \\\"'}",
        "{'type':'response.custom_tool_call_input.delta','output_index':0,'delta':'\\n\\u00fc'}",
        "{'type':'response.output_item.done','output_index':0,'item':{'type':'custom_tool_call','call_id':'c','name':'run','input':'ignored'}}",
        completed());

    List<ChatEvent> events = chat(user("hi"), true);
    assertThat(calls(events).getFirst().arguments()).isEqualTo("{\"input\":\"say \\\"\\nü\"}");
    assertThat(reason(events)).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGroupOfToolsIsSentAndCalledAsOne(boolean stream) throws ProviderException {
    Part.ToolCall call =
        calls(chat(with(List.of(LOOK), new ToolChoice.Auto(), stream, user("look")))).getFirst();
    assertThat(call.name()).isEqualTo("files__look");
    assertThat(sent()).contains("\"type\":\"namespace\",\"name\":\"files\"", "\"name\":\"look\"");

    chat(
        with(
            List.of(LOOK),
            new ToolChoice.Auto(),
            stream,
            user("look"),
            new Message(Role.ASSISTANT, List.of(call)),
            new Message(
                Role.TOOL,
                List.of(new Part.ToolResult(call.id(), List.of(new Part.Text("seen")), true)))));
    assertThat(sent())
        .contains("\"name\":\"look\",\"namespace\":\"files\"", "\"output\":\"error: seen\"");
  }

  /** The prefix of the request stays what it was, and so the service's cache of it. */
  @Test
  void theToolsThatMayNotBeCalledAreSentAllTheSame() throws ProviderException {
    Tool clock = new Tool("clock", "", "{\"type\":\"object\",\"properties\":{}}", false);
    List<ChatEvent> events =
        chat(
            with(
                List.of(SHELL, clock),
                new ToolChoice.Allowed(false, List.of("clock")),
                false,
                user("run clock")));
    assertThat(calls(events)).extracting(Part.ToolCall::name).containsExactly("clock");
    assertThat(sent())
        .contains(
            "\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"name\":\"clock\"}]",
            "\"type\":\"custom\",\"name\":\"run\"");
  }

  @Test
  void whatIsSaidInTheProtocolsOwnWordsIsSentWhereItBelongs() throws ProviderException {
    String search = "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}";
    ChatRequest request =
        new ChatRequest(
            List.of(
                user("one"),
                new Message(
                    Role.ASSISTANT,
                    List.of(
                        new Part.NativePart(
                            new Native(Native.OPENAI_RESPONSES, "", Native.ITEM, search)),
                        new Part.Text("two")),
                    Optional.of("commentary")),
                user("three")),
            List.of(),
            new ToolChoice.Auto(),
            new ResponseFormat.Text(),
            Settings.DEFAULTS,
            Map.of("verbosity", "\"low\"", "prompt_cache_key", "\"k\""),
            List.of(
                own("tools.web_search", "{\"type\":\"web_search\"}"),
                own("include.sources", "\"web_search_call.action.sources\""),
                own("max_tool_calls", "3"),
                own("reasoning.context", "\"auto\"")),
            false);
    assertThat(text(chat(model(), request, THINKER))).isEqualTo("three");
    assertThat(sent())
        .contains(
            search,
            "\"phase\":\"commentary\"",
            "\"tools\":[{\"type\":\"web_search\"}]",
            "\"include\":[\"reasoning.encrypted_content\",\"web_search_call.action.sources\"]",
            "\"max_tool_calls\":3",
            "\"reasoning\":{\"context\":\"auto\"}",
            "\"text\":{\"verbosity\":\"low\"}",
            "\"prompt_cache_key\":\"k\"",
            "\"store\":false");
  }

  private static Native own(String member, String json) {
    return new Native(Native.OPENAI_RESPONSES, "", member, json);
  }

  @Test
  void everyKindOfItemIsRead() throws ProviderException {
    reply(
        "{'type':'response.created','response':{'status':'in_progress','output':[]}}",
        "{'type':'response.a_new_one','anything':[1]}",
        "{'type':'response.output_item.added','output_index':0,'item':{'type':'reasoning','id':'rs_1','summary':[]}}",
        "{'type':'response.reasoning_text.delta','output_index':0,'content_index':0,'delta':'hm'}",
        "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs_1','summary':[],'content':[{'type':'reasoning_text','text':'hm'}]}}",
        "{'type':'response.output_item.done','output_index':1,'item':{'type':'web_search_call','id':'ws_1'}}",
        "{'type':'response.output_item.added','output_index':2,'item':{'type':'message','content':[]}}",
        "{'type':'response.output_text.delta','output_index':2,'delta':'Hel','logprobs':[]}",
        "{'type':'response.refusal.delta','output_index':2,'delta':'no'}",
        "{'type':'response.output_item.done','output_index':2,'item':{'type':'message','content':[{'type':'output_text','text':'Hel','annotations':[{'type':'url_citation'}]}]}}",
        "{'type':'response.completed','response':{'status':'completed','service_tier':'flex','usage':{'input_tokens':9,'input_tokens_details':{'cached_tokens':4,'cache_write_tokens':2},'output_tokens':5,'output_tokens_details':{'reasoning_tokens':3}}}}");

    assertThat(chat(user("hi"), true))
        .containsExactly(
            new ReasoningDelta(0, "hm"),
            new NativeDelta(
                0,
                new Native(
                    Native.OPENAI_RESPONSES,
                    "gpt-4.1",
                    Native.ITEM,
                    "{\"type\":\"web_search_call\",\"id\":\"ws_1\"}")),
            new TextDelta("Hel"),
            new RefusalDelta(0, "no"),
            new NativeDelta(
                0,
                new Native(
                    Native.OPENAI_RESPONSES,
                    "gpt-4.1",
                    "annotations",
                    "[{\"type\":\"url_citation\"}]")),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(9, 5, 4, 2, 3), Optional.of("flex")));
  }

  /** As servers do that stream no deltas, or tell the whole of it in the end only. */
  @Test
  void whatDidNotComeInPiecesIsGivenInTheEnd() throws ProviderException {
    reply(
        "{'type':'response.completed','response':{'status':'completed','output':[{'type':'message','content':[{'type':'output_text','text':'Hello'}]},{'type':'function_call','call_id':'c','name':'f','arguments':''}]}}");

    List<ChatEvent> events = chat(user("hi"), true);
    assertThat(text(events)).isEqualTo("Hello");
    assertThat(calls(events).getFirst().arguments()).isEqualTo("{}");
    assertThat(reason(events)).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void aStreamThatEndsCleanlyWithoutBeingCompletedIsTruncated() {
    reply(delta("Hello"));

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @ParameterizedTest
  @CsvSource({
    "server_error,OVERLOADED",
    "rate_limit_exceeded,THROTTLED",
    "context_length_exceeded,CONTEXT_TOO_LONG",
    "invalid_prompt,CONTENT_FILTERED",
    "insufficient_quota,QUOTA",
    "vector_store_timeout,TIMEOUT",
    "image_too_large,INVALID",
    "a_new_one,OVERLOADED"
  })
  void anAnswerThatFailsIsClassifiedByItsCode(String code, Kind kind) {
    String error = "{'code':'" + code + "','message':'it broke'}";
    for (String last :
        List.of(
            "{'type':'response.failed','response':{'status':'failed','error':" + error + "}}",
            "{'type':'error','code':'" + code + "','message':'it broke','param':null}",
            "{'error':" + error + "}")) {
      reply(delta("Hel"), last);
      List<ChatEvent> events = new ArrayList<>();
      ProviderException failure = failure(user("hi"), true, events);
      assertThat(failure.kind()).as(last).isEqualTo(kind);
      assertThat(failure).hasMessage("it broke");
      assertThat(text(events)).isEqualTo("Hel");
    }
  }

  @Test
  void aThrottleWithinAStreamSaysInWordsWhenToComeBack() {
    reply(
        "{'type':'response.failed','response':{'status':'failed','error':{'code':'rate_limit_exceeded','message':'Please try again in 1.5s.'}}}");

    assertThat(failure(user("hi"), true, new ArrayList<>()).retryAfter())
        .contains(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @CsvSource({"max_output_tokens,LENGTH", "content_filter,CONTENT_FILTER"})
  void anIncompleteAnswerSaysWhy(String reason, FinishReason expected) throws ProviderException {
    reply(delta("Hel"), incomplete(reason));

    assertThat(reason(chat(user("hi"), true))).isEqualTo(expected);
  }

  @Test
  void anAnswerThatIsIncompleteForAReasonThatIsNotKnownIsNone() {
    reply(delta("Hel"), incomplete("bored"));

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.OVERLOADED);
  }

  private String sent() {
    return controls().journal().getLast().body().toString();
  }

  @Override
  protected void reply(String... events) {
    String[] quoted = new String[events.length];
    for (int i = 0; i < events.length; i++) {
      quoted[i] = events[i].replace('\'', '"');
    }
    super.reply(quoted);
  }

  private static String delta(String text) {
    return "{'type':'response.output_text.delta','output_index':0,'delta':'" + text + "'}";
  }

  private static String completed() {
    return "{'type':'response.completed','response':{'status':'completed'}}";
  }

  private static String incomplete(String reason) {
    return "{'type':'response.incomplete','response':{'status':'incomplete','incomplete_details':{'reason':'"
        + reason
        + "'}}}";
  }
}
