package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be asked of every provider in the same words: tools, forms of answers, images, settings,
 * and conversations that began elsewhere.
 */
@Timeout(60)
abstract class ConversationContract extends ChatModelHarness {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One white pixel. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

  private static final Tool WEATHER =
      new Tool(
          "get_weather",
          "Tells the weather.",
          """
          {"type":"object","properties":{"city":{"type":"string"}},"required":["city"],
           "additionalProperties":false}""",
          false);
  private static final Tool CLOCK =
      new Tool("get_time", "", "{\"type\":\"object\",\"properties\":{}}", false);
  private static final List<Tool> TOOLS = List.of(WEATHER, CLOCK);

  private static final ResponseFormat SCHEMA =
      new ResponseFormat.JsonSchema(
          "city",
          "A city.",
          """
          {"type":"object","properties":{"name":{"type":"string"},"people":{"type":"integer"}},
           "required":["name","people"],"additionalProperties":false}""",
          true);

  /** A model that thinks when told to. */
  protected abstract String thinkingModelId();

  /** Whether the service shows what that model thinks. */
  protected abstract boolean showsThoughts();

  /** The fields of {@link #settings()} that the service refuses for {@link #modelId()}. */
  protected abstract Set<String> refuses();

  /** The fields of {@link #settings()} that are dropped for {@link #modelId()}. */
  protected abstract Set<String> drops();

  // Tools

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aToolIsCalled(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(with(TOOLS, new ToolChoice.Auto(), stream, user("use get_weather please")));

    assertThat(reason(events)).isEqualTo(FinishReason.TOOL_CALLS);
    List<Part.ToolCall> calls = calls(events);
    assertThat(calls).extracting(Part.ToolCall::name).containsExactly("get_weather");
    assertThat(calls.getFirst().id()).isNotBlank();
    assertThat(json(calls.getFirst().arguments()).path("city").isTextual()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void severalToolsAreCalledAtOnce(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(with(TOOLS, new ToolChoice.Auto(), stream, user("use get_weather and get_time")));

    assertThat(reason(events)).isEqualTo(FinishReason.TOOL_CALLS);
    List<Part.ToolCall> calls = calls(events);
    assertThat(calls)
        .extracting(Part.ToolCall::name)
        .containsExactlyInAnyOrder("get_weather", "get_time");
    assertThat(calls).extracting(Part.ToolCall::id).doesNotHaveDuplicates();
    assertThat(calls).allSatisfy(call -> assertThat(json(call.arguments()).isObject()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatToolsGaveBackIsAnswered(boolean stream) throws ProviderException {
    Message question = user("use get_weather and get_time");
    List<Part.ToolCall> calls = calls(chat(with(TOOLS, new ToolChoice.Auto(), stream, question)));
    List<Message> conversation = new ArrayList<>(List.of(question));
    List<Part> said = new ArrayList<>(List.of(new Part.Text("One moment.")));
    said.addAll(calls);
    conversation.add(new Message(Role.ASSISTANT, said));
    calls.forEach(call -> conversation.add(result(call.id(), call.name() + "-result")));

    List<ChatEvent> events =
        chat(with(TOOLS, new ToolChoice.Auto(), stream, conversation.toArray(new Message[0])));

    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
    assertThat(text(events)).contains("get_weather-result").contains("get_time-result");
  }

  @Test
  void resultsOfSeveralRoundsAndFurtherWordsAreOneConversation() throws ProviderException {
    List<ChatEvent> events =
        chat(
            with(
                TOOLS,
                new ToolChoice.Auto(),
                false,
                user("weather?"),
                new Message(Role.ASSISTANT, List.of(call("call_1", "get_weather"))),
                result("call_1", "rain"),
                new Message(Role.ASSISTANT, List.of(call("call_2", "get_time"))),
                result("call_2", "noon"),
                user("thanks")));

    assertThat(text(events)).contains("thanks");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallCanBeRequired(boolean stream) throws ProviderException {
    List<ChatEvent> events = chat(with(TOOLS, new ToolChoice.Required(), stream, user("whatever")));

    assertThat(calls(events)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallOfOneToolCanBeRequired(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(with(TOOLS, new ToolChoice.Named("get_time"), stream, user("whatever")));

    assertThat(calls(events)).extracting(Part.ToolCall::name).containsOnly("get_time");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsCanBeForbidden(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(with(TOOLS, new ToolChoice.None(), stream, user("use get_weather please")));

    assertThat(calls(events)).isEmpty();
    assertThat(text(events)).isEqualTo("use get_weather please");
    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
  }

  @Test
  void callsCanBeForbiddenAfterCalls() throws ProviderException {
    List<ChatEvent> events =
        chat(
            with(
                TOOLS,
                new ToolChoice.None(),
                false,
                user("weather?"),
                new Message(Role.ASSISTANT, List.of(call("call_1", "get_weather"))),
                result("call_1", "rain")));

    assertThat(text(events)).contains("rain");
  }

  @Test
  void aHistoryWithCallsNeedsNoTools() throws ProviderException {
    List<ChatEvent> events =
        chat(
            with(
                List.of(),
                new ToolChoice.Auto(),
                false,
                user("weather?"),
                new Message(Role.ASSISTANT, List.of(call("call_1", "get_weather"))),
                result("call_1", "rain")));

    assertThat(text(events)).contains("rain");
  }

  // Conversations that began elsewhere

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConversationOfAnotherProviderIsTaken(boolean stream) throws ProviderException {
    for (String origin : List.of(Signature.GOOGLE, Signature.ANTHROPIC)) {
      Optional<Signature> signature = Optional.of(new Signature(origin, "Zm9yZWlnbg=="));
      List<ChatEvent> events =
          chat(
              with(
                  TOOLS,
                  new ToolChoice.Auto(),
                  stream,
                  user("weather?"),
                  new Message(
                      Role.ASSISTANT,
                      List.of(
                          new Part.Reasoning("I wonder", Optional.empty()),
                          new Part.Text("One moment."),
                          new Part.ToolCall(
                              "a", "get_weather", "{\"city\":\"Bern\"}", foreign(signature)))),
                  result("a", "rain")));

      assertThat(text(events)).contains("rain");
    }
  }

  @Test
  void idsOfAnyFormAreTaken() throws ProviderException {
    String longId = "x".repeat(100);
    List<String> ids =
        List.of(
            "functions.get_time:0", "functions.get_time/0", longId + "1", longId + "2", "ünï 🍀");
    List<Message> conversation = new ArrayList<>(List.of(user("times?")));
    conversation.add(
        new Message(Role.ASSISTANT, ids.stream().map(id -> (Part) call(id, "get_time")).toList()));
    for (int i = 0; i < ids.size(); i++) {
      conversation.add(result(ids.get(i), "result" + i));
    }
    List<ChatEvent> events =
        chat(with(TOOLS, new ToolChoice.Auto(), false, conversation.toArray(new Message[0])));

    for (int i = 0; i < ids.size(); i++) {
      assertThat(text(events)).contains("result" + i);
    }
  }

  // Forms

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerHoldsToASchema(boolean stream) throws ProviderException {
    List<ChatEvent> events = chat(inForm(SCHEMA, stream));

    JsonNode answer = json(text(events));
    assertThat(answer.path("name").isTextual()).isTrue();
    assertThat(answer.path("people").isInt()).isTrue();
    assertThat(answer.properties()).hasSize(2);
    assertThat(calls(events)).isEmpty();
    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
  }

  @Test
  void severalPartsOfAMessageAreAllSaid() throws ProviderException {
    Message message =
        new Message(Role.USER, List.of(new Part.Text("first part"), new Part.Text("second part")));

    assertThat(text(chat(message, false))).contains("first part").contains("second part");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anImageIsTakenBesideText(boolean stream) throws ProviderException {
    Message message =
        new Message(
            Role.USER,
            List.of(
                new Part.Text("what is this"), new Part.Image(new Media.Inline("image/png", PNG))));

    assertThat(text(chat(message, stream))).contains("what is this");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:1/x.png",
        "http://127.0.0.1:1/x.png",
        "https://account.blob.core.windows.net/container/x.png",
        "gs://bucket/x.png",
        "s3://bucket/x.png"
      })
  void anImageThatLiesSomewhereIsReadByNobodyUnlessTheConfigurationSaysSo(String address) {
    Message message =
        new Message(
            Role.USER,
            List.of(
                new Part.Text("what is this"),
                new Part.Image(new Media.Remote(URI.create(address)))));
    ProviderException refusal = refusal(request(message, false));

    assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(refusal.param()).contains("messages");
  }

  // Settings

  /** Fields that not every service has a word for, each with a request that has it. */
  private static Map<String, ChatRequest> settings() {
    return Map.ofEntries(
        setting("n", s -> s.choices(2)),
        setting("seed", s -> s.seed(OptionalLong.of(7))),
        setting("presence_penalty", s -> s.presencePenalty(OptionalDouble.of(0.5))),
        setting("frequency_penalty", s -> s.frequencyPenalty(OptionalDouble.of(0.5))),
        setting("logprobs", s -> s.topLogprobs(OptionalInt.of(2))),
        setting("logit_bias", s -> s.logitBias(Map.of("50256", -100.0))),
        setting("user", s -> s.user(Optional.of("u-1"))),
        setting("service_tier", s -> s.serviceTier(Optional.of("default"))),
        setting("metadata", s -> s.metadata(Map.of("team", "blue"))),
        Map.entry(
            "parallel_tool_calls",
            new ChatRequest(
                List.of(user("one two")),
                TOOLS,
                new ToolChoice.Auto(),
                new ResponseFormat.Text(),
                Settings.builder().parallelToolCalls(Optional.of(false)).build(),
                Map.of(),
                false)),
        Map.entry("response_format", inForm(new ResponseFormat.JsonObject(), false)),
        Map.entry(
            "a_field_that_nobody_knows",
            new ChatRequest(
                List.of(user("one two")),
                List.of(),
                new ToolChoice.Auto(),
                new ResponseFormat.Text(),
                Settings.DEFAULTS,
                Map.of("a_field_that_nobody_knows", "{\"a\":1}"),
                false)));
  }

  @Test
  void everySettingIsTakenOrRefusedOrDroppedAndNamed() throws ProviderException {
    assertThat(drops()).contains("a_field_that_nobody_knows");
    assertThat(settings().keySet()).containsAll(refuses()).containsAll(drops());
    for (Map.Entry<String, ChatRequest> setting : settings().entrySet()) {
      String field = setting.getKey();
      if (refuses().contains(field)) {
        ProviderException refusal = refusal(setting.getValue());
        assertThat(refusal.kind()).as(field).isEqualTo(Kind.UNSUPPORTED);
        assertThat(refusal.param()).as(field).contains(field);
        continue;
      }
      assertThat(dropped(setting.getValue()))
          .as(field)
          .isEqualTo(drops().contains(field) ? List.of(field) : List.of());
      assertThat(text(chat(setting.getValue()))).as(field).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void severalAnswersAreToldApart(boolean stream) throws ProviderException {
    if (refuses().contains("n")) {
      return; // Told by everySettingIsTakenOrRefusedOrDroppedAndNamed.
    }
    Settings settings = Settings.builder().choices(3).build();
    List<ChatEvent> events = chat(new ChatRequest(List.of(user("one two")), settings, stream));

    assertThat(
            events.stream()
                .filter(ChoiceFinished.class::isInstance)
                .map(event -> ((ChoiceFinished) event).choice()))
        .containsExactlyInAnyOrder(0, 1, 2);
    assertThat(text(events)).isEqualTo("one two");
    finished(events);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aModelCanBeToldToThink(boolean stream) throws ProviderException {
    Settings settings = Settings.builder().reasoningEffort(Optional.of("high")).build();
    List<ChatEvent> events =
        chat(
            model(),
            new ChatRequest(List.of(user("one two")), settings, stream),
            thinkingModelId());

    assertThat(text(events)).isEqualTo("one two");
    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
    if (showsThoughts()) {
      assertThat(events).anyMatch(ReasoningDelta.class::isInstance);
    }
  }

  // Both ways

  @Test
  void streamedAndPlainAnswersAreTheSame() throws ProviderException {
    for (List<Tool> tools : List.of(List.<Tool>of(), TOOLS)) {
      Message question = user("use get_weather and get_time");
      List<ChatEvent> plain = chat(with(tools, new ToolChoice.Auto(), false, question));
      List<ChatEvent> streamed = chat(with(tools, new ToolChoice.Auto(), true, question));

      assertThat(text(streamed)).isEqualTo(text(plain));
      assertThat(calls(streamed))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id", "arguments", "signature")
          .isEqualTo(calls(plain));
      assertThat(calls(streamed).stream().map(call -> json(call.arguments())))
          .isEqualTo(calls(plain).stream().map(call -> json(call.arguments())).toList());
      assertThat(reason(streamed)).isEqualTo(reason(plain));
      assertThat(finished(streamed)).isEqualTo(finished(plain));
    }
  }

  // Helpers

  /** The first choice's calls, their fragments joined; indexes are dense and in order. */
  protected static List<Part.ToolCall> calls(List<ChatEvent> events) {
    List<ToolCallStarted> started =
        events.stream()
            .filter(ToolCallStarted.class::isInstance)
            .map(ToolCallStarted.class::cast)
            .filter(call -> call.choice() == 0)
            .toList();
    List<Part.ToolCall> calls = new ArrayList<>();
    for (ToolCallStarted call : started) {
      assertThat(call.index()).isEqualTo(calls.size());
      String arguments =
          events.stream()
              .map(
                  event ->
                      event instanceof ToolArgumentsDelta(int choice, int index, String more)
                              && choice == 0
                              && index == call.index()
                          ? more
                          : "")
              .collect(Collectors.joining());
      calls.add(new Part.ToolCall(call.id(), call.name(), arguments, call.signature()));
    }
    return calls;
  }

  protected static ChatRequest with(
      List<Tool> tools, ToolChoice choice, boolean stream, Message... messages) {
    return new ChatRequest(
        List.of(messages),
        tools,
        choice,
        new ResponseFormat.Text(),
        Settings.DEFAULTS,
        Map.of(),
        stream);
  }

  private static ChatRequest inForm(ResponseFormat format, boolean stream) {
    return new ChatRequest(
        List.of(user("Tell me of Bern as JSON")),
        List.of(),
        new ToolChoice.Auto(),
        format,
        Settings.DEFAULTS,
        Map.of(),
        stream);
  }

  private static Map.Entry<String, ChatRequest> setting(
      String field, java.util.function.UnaryOperator<Settings.Builder> change) {
    return Map.entry(
        field,
        new ChatRequest(List.of(user("one two")), change.apply(Settings.builder()).build(), false));
  }

  private static Part.ToolCall call(String id, String name) {
    return new Part.ToolCall(id, name, "{}", Optional.empty());
  }

  private static Message result(String id, String text) {
    return new Message(Role.TOOL, List.of(new Part.ToolResult(id, List.of(new Part.Text(text)))));
  }

  /** A signature that is not this provider's own. */
  private Optional<Signature> foreign(Optional<Signature> signature) {
    return signature.filter(mark -> !mark.origin().equals(ownSignatures().orElse("")));
  }

  /** The origin of the signatures that the service itself gives, if it does. */
  protected abstract Optional<String> ownSignatures();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
