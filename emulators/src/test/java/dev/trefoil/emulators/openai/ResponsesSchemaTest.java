package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.models.Reasoning;
import com.openai.models.responses.CustomTool;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.NamespaceTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCompletedEvent;
import com.openai.models.responses.ResponseContentPartAddedEvent;
import com.openai.models.responses.ResponseContentPartDoneEvent;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseCreatedEvent;
import com.openai.models.responses.ResponseCustomToolCall;
import com.openai.models.responses.ResponseCustomToolCallInputDeltaEvent;
import com.openai.models.responses.ResponseCustomToolCallInputDoneEvent;
import com.openai.models.responses.ResponseCustomToolCallOutput;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseFunctionCallArgumentsDeltaEvent;
import com.openai.models.responses.ResponseFunctionCallArgumentsDoneEvent;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInProgressEvent;
import com.openai.models.responses.ResponseIncompleteEvent;
import com.openai.models.responses.ResponseInputFile;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItemAddedEvent;
import com.openai.models.responses.ResponseOutputItemDoneEvent;
import com.openai.models.responses.ResponseOutputMessage;
import com.openai.models.responses.ResponseOutputRefusal;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseReasoningSummaryPartAddedEvent;
import com.openai.models.responses.ResponseReasoningSummaryPartDoneEvent;
import com.openai.models.responses.ResponseReasoningSummaryTextDeltaEvent;
import com.openai.models.responses.ResponseReasoningSummaryTextDoneEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ResponseTextDeltaEvent;
import com.openai.models.responses.ResponseTextDoneEvent;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.ToolChoiceAllowed;
import dev.trefoil.emulators.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The emulator's table of Responses, and the events and items that it sends, against OpenAI's Java
 * SDK: neither knows a member that the other lacks.
 */
class ResponsesSchemaTest {

  private static final Map<String, SortedSet<String>> TABLE =
      RequestReader.RESPONSES.members("ResponsesRequest");

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("ResponsesRequest", ResponseCreateParams.Body.class, Set.of("stream")),
        Arguments.of("Reasoning", Reasoning.class, Set.of()),
        Arguments.of("TextConfig", ResponseTextConfig.class, Set.of()),
        Arguments.of("SchemaFormat", ResponseFormatTextJsonSchemaConfig.class, Set.of()),
        Arguments.of("FunctionTool", FunctionTool.class, Set.of()),
        Arguments.of("CustomTool", CustomTool.class, Set.of()),
        Arguments.of("NamespaceTool", NamespaceTool.class, Set.of()),
        Arguments.of("ToolChoiceAllowed", ToolChoiceAllowed.class, Set.of()),
        // A message of the model's own that comes back has an id and a status besides.
        Arguments.of("Message", EasyInputMessage.class, Set.of("id", "status")),
        Arguments.of("InputText", ResponseInputText.class, Set.of()),
        Arguments.of("InputImage", ResponseInputImage.class, Set.of()),
        Arguments.of("InputFile", ResponseInputFile.class, Set.of()),
        Arguments.of("OutputText", ResponseOutputText.class, Set.of()),
        Arguments.of("Refusal", ResponseOutputRefusal.class, Set.of()),
        Arguments.of("FunctionCall", ResponseFunctionToolCall.class, Set.of()),
        Arguments.of("CustomCall", ResponseCustomToolCall.class, Set.of("status")),
        Arguments.of("FunctionCallOutput", ResponseInputItem.FunctionCallOutput.class, Set.of()),
        Arguments.of("CustomCallOutput", ResponseCustomToolCallOutput.class, Set.of()),
        Arguments.of("ReasoningItem", ResponseReasoningItem.class, Set.of()),
        Arguments.of("Reference", ResponseInputItem.ItemReference.class, Set.of()));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theTableIsTheSdksModel(String shape, Class<?> model, Set<String> foreign) {
    SortedSet<String> members = new TreeSet<>(TABLE.get(shape));
    members.removeAll(foreign);
    assertThat(members).isEqualTo(ChatSchemaTest.members(model));
  }

  private static final Map<String, Class<?>> EVENTS =
      Map.ofEntries(
          Map.entry("response.created", ResponseCreatedEvent.class),
          Map.entry("response.in_progress", ResponseInProgressEvent.class),
          Map.entry("response.completed", ResponseCompletedEvent.class),
          Map.entry("response.incomplete", ResponseIncompleteEvent.class),
          Map.entry("response.output_item.added", ResponseOutputItemAddedEvent.class),
          Map.entry("response.output_item.done", ResponseOutputItemDoneEvent.class),
          Map.entry("response.content_part.added", ResponseContentPartAddedEvent.class),
          Map.entry("response.content_part.done", ResponseContentPartDoneEvent.class),
          Map.entry("response.output_text.delta", ResponseTextDeltaEvent.class),
          Map.entry("response.output_text.done", ResponseTextDoneEvent.class),
          Map.entry(
              "response.function_call_arguments.delta",
              ResponseFunctionCallArgumentsDeltaEvent.class),
          Map.entry(
              "response.function_call_arguments.done",
              ResponseFunctionCallArgumentsDoneEvent.class),
          Map.entry(
              "response.custom_tool_call_input.delta", ResponseCustomToolCallInputDeltaEvent.class),
          Map.entry(
              "response.custom_tool_call_input.done", ResponseCustomToolCallInputDoneEvent.class),
          Map.entry(
              "response.reasoning_summary_part.added",
              ResponseReasoningSummaryPartAddedEvent.class),
          Map.entry(
              "response.reasoning_summary_part.done", ResponseReasoningSummaryPartDoneEvent.class),
          Map.entry(
              "response.reasoning_summary_text.delta",
              ResponseReasoningSummaryTextDeltaEvent.class),
          Map.entry(
              "response.reasoning_summary_text.done", ResponseReasoningSummaryTextDoneEvent.class));

  private static final Map<String, Class<?>> ITEMS =
      Map.of(
          "message", ResponseOutputMessage.class,
          "reasoning", ResponseReasoningItem.class,
          "function_call", ResponseFunctionToolCall.class,
          "custom_tool_call", ResponseCustomToolCall.class);

  /** Members that only some events have. */
  private static final Set<String> OPTIONAL = Set.of("obfuscation", "status", "agent");

  private static final String TOOLS =
      "'tools':[{'type':'function','name':'f','strict':false,'parameters':{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}},"
          + "{'type':'custom','name':'c'}]";

  @Test
  void everyEventHasTheMembersThatTheSdkReadsAndNoOther() {
    Set<String> seen = new HashSet<>();
    try (OpenAiEmulator emulator = OpenAiEmulator.start("openai", "k")) {
      for (String body :
          List.of(
              "{'model':'gpt-6-sol','input':'one two','reasoning':{'effort':'low','summary':'auto'},'include':['reasoning.encrypted_content']}",
              "{'model':'gpt-6-sol','input':'f and c'," + TOOLS + "}",
              "{'model':'gpt-6-sol','max_output_tokens':16,'input':'" + "w ".repeat(20) + "'}")) {
        List<JsonNode> events = new Post(emulator.endpoint()).responses(body);
        for (int i = 0; i < events.size(); i++) {
          JsonNode event = events.get(i);
          String type = event.path("type").asText();
          seen.add(type);
          assertThat(event.path("sequence_number").asInt()).isEqualTo(i);
          SortedSet<String> known = ChatSchemaTest.members(EVENTS.get(type));
          assertThat(members(event)).as(type).isSubsetOf(known);
          known.removeAll(OPTIONAL);
          assertThat(members(event)).as(type).containsAll(known);
          if (event.has("item")) {
            Class<?> item = ITEMS.get(event.at("/item/type").asText());
            SortedSet<String> members = new TreeSet<>(ChatSchemaTest.members(item));
            members.add("status"); // Of a custom call, which the service sends and the SDK lacks.
            assertThat(members(event.path("item"))).as(type).isSubsetOf(members);
          }
          if (event.has("response")) {
            SortedSet<String> members = new TreeSet<>(ChatSchemaTest.members(Response.class));
            members.add("store"); // Which the service sends and the SDK lacks.
            assertThat(members(event.path("response"))).isSubsetOf(members);
          }
        }
        JsonNode usage = events.getLast().at("/response/usage");
        assertThat(members(usage)).isEqualTo(ChatSchemaTest.members(ResponseUsage.class));
      }
    }
    assertThat(seen).isEqualTo(EVENTS.keySet());
  }

  /** Each item begins, is told, and is done, one after the other, between the answer's own. */
  @Test
  void eventsComeInTheirOrder() {
    try (OpenAiEmulator emulator = OpenAiEmulator.start("openai", "k")) {
      assertThat(types(emulator, "{'model':'gpt-6-sol','input':'one'}"))
          .containsExactly(
              "response.created",
              "response.in_progress",
              "response.output_item.added",
              "response.content_part.added",
              "response.output_text.delta",
              "response.output_text.done",
              "response.content_part.done",
              "response.output_item.done",
              "response.completed");
      assertThat(types(emulator, "{'model':'gpt-6-sol','input':'c'," + TOOLS + "}"))
          .containsExactly(
              "response.created",
              "response.in_progress",
              "response.output_item.added",
              "response.custom_tool_call_input.delta",
              "response.custom_tool_call_input.done",
              "response.output_item.done",
              "response.completed");
    }
  }

  private static List<String> types(OpenAiEmulator emulator, String body) {
    return new Post(emulator.endpoint())
        .responses(body).stream().map(event -> event.path("type").asText()).toList();
  }

  private static SortedSet<String> members(JsonNode json) {
    Map<String, JsonNode> members = new HashMap<>();
    json.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return new TreeSet<>(members.keySet());
  }

  @Test
  void aWholeAnswerIsWhatItsStreamEndsWith() {
    try (OpenAiEmulator emulator = OpenAiEmulator.start("openai", "k")) {
      String body = "{'model':'gpt-6-sol','input':'one two'}";
      Post post = new Post(emulator.endpoint());
      JsonNode whole = Json.node(post.send("/responses", body).body());
      JsonNode last = post.responses(body).getLast().path("response");
      for (String member : List.of("status", "usage", "model", "tools", "text")) {
        assertThat(last.path(member)).as(member).isEqualTo(whole.path(member));
      }
      assertThat(last.at("/output/0/content")).isEqualTo(whole.at("/output/0/content"));
    }
  }
}
