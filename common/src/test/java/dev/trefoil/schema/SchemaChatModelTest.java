package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of requests is changed for a family, how often it is thought about, and the way back. */
class SchemaChatModelTest {
  private static final String CLOSED =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":%d}},\"additionalProperties\":false}";

  private final SchemaNormalizer schemas = new SchemaNormalizer();
  private final List<ChatRequest> asked = new ArrayList<>();
  private List<ChatEvent> answer = List.of();

  private final ChatModel inner =
      new ChatModel() {
        @Override
        public void chat(ChatRequest request, String id, CallContext context, ChatListener to) {
          asked.add(request);
          to.alive();
          answer.forEach(to::onEvent);
        }
      };

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 200})
  void aLaterTurnNormalisesNothingAndSendsTheSame(int count) throws ProviderException {
    SchemaChatModel model = model(SchemaFamily.CLAUDE);
    for (int turn = 0; turn < 3; turn++) {
      chat(model, tools(count));
      assertThat(schemas.made()).as("turn " + turn).isEqualTo(Math.min(count, 20) + more(count));
    }
    assertThat(asked.get(1).tools()).isEqualTo(asked.getFirst().tools());
    assertThat(asked.get(2).tools()).isEqualTo(asked.getFirst().tools());
  }

  /** Of what is not held, the plain form is looked at too, beside the one that did not fit. */
  private static int more(int count) {
    return count > 20 ? 2 * (count - 20) : 0;
  }

  @Test
  void noMoreToolsAreStrictThanTheServiceTakes() throws ProviderException {
    SchemaChatModel model = model(SchemaFamily.CLAUDE);
    ChatRequest request = tools(200);
    chat(model, request);

    assertThat(asked.getFirst().tools().stream().filter(Tool::strict)).hasSize(20);
    assertThat(model.schemas(request, "m").held()).isFalse();
  }

  @Test
  void aRequestWithoutSchemasIsPassedOnAsItIs() throws ProviderException {
    ChatRequest request = new ChatRequest(List.of(Message.of(Role.USER, "hi")), settings(), false);
    chat(model(SchemaFamily.NOVA), request);

    assertThat(asked.getFirst()).isSameAs(request);
  }

  @Test
  void membersOfStreamedCallsAreCalledAsTheCallerKnowsThem() throws ProviderException {
    answer =
        List.of(
            new ChatEvent.ToolCallStarted(0, 0, "id", "t0", Optional.empty()),
            new ChatEvent.ToolArgumentsDelta(0, 0, "{\"_t"),
            new ChatEvent.ToolArgumentsDelta(0, 0, "op\": 1"),
            new ChatEvent.ToolArgumentsDelta(0, 0, "}"),
            new ChatEvent.ChoiceFinished(0, FinishReason.TOOL_CALLS),
            new ChatEvent.Finished(Usage.NONE));
    String schema = "{\"type\":\"object\",\"properties\":{\"$top\":{\"type\":\"integer\"}}}";
    ChatRequest request = request(List.of(new Tool("t0", "", schema, false)), text());

    List<ChatEvent> events = chat(model(SchemaFamily.CLAUDE), request);

    assertThat(events)
        .startsWith(answer.getFirst(), new ChatEvent.ToolArgumentsDelta(0, 0, "{"))
        .endsWith(answer.get(4), answer.get(5));
    assertThat(arguments(events)).isEqualTo("{\"$top\": 1}");
  }

  @Test
  void anAnswerIsTakenOutOfTheObjectThatItWasWrappedIn() throws ProviderException {
    answer =
        List.of(
            new ChatEvent.TextDelta("{\"answ"),
            new ChatEvent.TextDelta("er\":[1"),
            new ChatEvent.TextDelta(",2]}"),
            new ChatEvent.ChoiceFinished(0, FinishReason.STOP),
            new ChatEvent.Finished(Usage.NONE));
    ChatRequest request =
        request(
            List.of(),
            new ResponseFormat.JsonSchema(
                "f", "", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", true));

    List<ChatEvent> events = chat(model(SchemaFamily.OPENAI), request);

    assertThat(events)
        .filteredOn(ChatEvent.TextDelta.class::isInstance)
        .containsExactly(new ChatEvent.TextDelta("[1"), new ChatEvent.TextDelta(",2]"));
  }

  @Test
  void aSchemaThatNobodyCanReadIsRefusedByName() {
    String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/b\"}}}";
    ChatRequest request =
        request(List.of(new Tool("t", "", "{}", false), new Tool("u", "", schema, false)), text());

    assertThatThrownBy(() -> chat(model(SchemaFamily.OPENAI), request))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ProviderException.Kind.INVALID);
              assertThat(e.param()).hasValue("tools[1].function.parameters");
            })
        .hasMessage(
            "The schema in 'tools[1].function.parameters' refers to '#/$defs/b', which is not in it.");
    assertThat(asked).isEmpty();
  }

  @Test
  void signsOfLifeGoThroughOnTheWayBack() throws ProviderException {
    AtomicInteger signs = new AtomicInteger();
    ChatListener caller =
        new ChatListener() {
          @Override
          public void onEvent(ChatEvent event) {
            throw new AssertionError(event);
          }

          @Override
          public void alive() {
            signs.incrementAndGet();
          }
        };
    Tool tool =
        new Tool(
            "t",
            "",
            "{\"type\":\"object\",\"properties\":{\"$top\":{\"type\":\"integer\"}}}",
            false);
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            List.of(tool),
            new ToolChoice.Auto(),
            new ResponseFormat.Text(),
            Settings.DEFAULTS,
            Map.of(),
            false);

    model(SchemaFamily.CLAUDE).chat(request, "m", null, caller);

    assertThat(signs).hasValue(1);
    assertThat(asked.getFirst().tools().getFirst().schema()).contains("\"_top\":");
  }

  private SchemaChatModel model(SchemaFamily family) {
    return new SchemaChatModel(inner, id -> family, id -> true, schemas);
  }

  private static List<ChatEvent> chat(SchemaChatModel model, ChatRequest request)
      throws ProviderException {
    List<ChatEvent> events = new ArrayList<>();
    model.chat(request, "m", null, events::add);
    return events;
  }

  private static String arguments(List<ChatEvent> events) {
    StringBuilder arguments = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.ToolArgumentsDelta delta) {
        arguments.append(delta.text());
      }
    }
    return arguments.toString();
  }

  private static ChatRequest tools(int count) {
    return request(
        IntStream.range(0, count)
            .mapToObj(i -> new Tool("t" + i, "", CLOSED.formatted(i), true))
            .toList(),
        text());
  }

  private static ResponseFormat text() {
    return new ResponseFormat.Text();
  }

  private static ChatRequest request(List<Tool> tools, ResponseFormat format) {
    return new ChatRequest(
        List.of(Message.of(Role.USER, "hi")),
        tools,
        new ToolChoice.Auto(),
        format,
        settings(),
        Map.of(),
        true);
  }

  private static Settings settings() {
    return Settings.DEFAULTS;
  }
}
