package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** OpenAI's own client for Java, by Responses. */
final class OpenAiJavaResponses implements RealClient {
  @Override
  public Traits traits() {
    return Traits.generated(
        OpenAiJava.NAME, Traits.RESPONSES, Feature.allBut(Feature.EMBEDDINGS, Feature.COUNT));
  }

  @Override
  public JsonNode does(Feature feature, String url) {
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    OpenAiJava.with(OpenAiJava.openAi(url), client -> does(feature, client, seen));
    return seen;
  }

  private static void does(Feature feature, OpenAIClient client, ObjectNode seen) {
    switch (feature) {
      case PLAIN -> answered(client.responses().create(asking(Asked.TEXT).build()), seen);
      case STREAM -> answered(streamed(client, asking(Asked.TEXT).build()), seen);
      case TOOLS -> tools(asked -> client.responses().create(asked), seen);
      case STREAMED_TOOLS -> tools(asked -> streamed(client, asked), seen);
      case STRUCTURED -> structured(client, seen);
      case IMAGE -> image(client, seen);
      case EMBEDDINGS, COUNT -> throw new AssertionError("it has none");
      case CONVERSATION -> OpenAiJavaConversation.held(client, seen);
      case BACKGROUND -> background(client, seen);
      case FAILED_STREAM ->
          RealClient.mayFail(
              () -> answered(streamed(client, asking(Asked.TEXT).build()), seen), seen);
      case UNKNOWN_MODEL -> failure(client, "no-such-model", seen);
      case THROTTLED -> failure(client, "chat", seen);
    }
  }

  private static ResponseCreateParams.Builder asking(String text) {
    return ResponseCreateParams.builder().model("chat").input(text);
  }

  private static void answered(Response answer, ObjectNode seen) {
    seen.put("text", text(answer));
    seen.put("tokens", answer.usage().map(ResponseUsage::totalTokens).orElse(0L));
  }

  /** Asked for, polled until it is there, and cancelled when it is too late for that. */
  private static void background(OpenAIClient client, ObjectNode seen) {
    Response queued = client.responses().create(asking(Asked.TEXT).background(true).build());
    seen.put("queued", queued.status().orElseThrow().asString());
    Response answer = queued;
    while (!answer.status().orElseThrow().equals(ResponseStatus.COMPLETED)) {
      answer = client.responses().retrieve(queued.id());
    }
    answered(answer, seen);
    seen.put("cancelled", client.responses().cancel(queued.id()).status().orElseThrow().asString());
  }

  private static String text(Response answer) {
    StringBuilder text = new StringBuilder();
    answer.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .forEach(content -> text.append(content.asOutputText().text()));
    return text.toString();
  }

  private static Response streamed(OpenAIClient client, ResponseCreateParams asked) {
    ResponseAccumulator whole = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(asked)) {
      events.stream().forEach(whole::accumulate);
    }
    return whole.response();
  }

  private static void tools(Function<ResponseCreateParams, Response> answer, ObjectNode seen) {
    List<ResponseInputItem> input = new ArrayList<>();
    input.add(user(EasyInputMessage.builder().content(Asked.TOOLS_TEXT)));
    List<ResponseFunctionToolCall> called =
        answer.apply(withTools(input)).output().stream()
            .flatMap(item -> item.functionCall().stream())
            .toList();
    called.forEach(call -> input.add(ResponseInputItem.ofFunctionCall(call)));
    ArrayNode calls = seen.putArray("calls");
    for (ResponseFunctionToolCall call : called) {
      calls.add(call.name() + " " + call.arguments());
      input.add(
          ResponseInputItem.ofFunctionCallOutput(
              ResponseInputItem.FunctionCallOutput.builder()
                  .callId(call.callId())
                  .output(Asked.result(call.name()))
                  .build()));
    }
    seen.put("text", text(answer.apply(withTools(input))));
  }

  private static ResponseInputItem user(EasyInputMessage.Builder message) {
    return ResponseInputItem.ofEasyInputMessage(message.role(EasyInputMessage.Role.USER).build());
  }

  private static ResponseCreateParams withTools(List<ResponseInputItem> input) {
    ResponseCreateParams.Builder asked =
        ResponseCreateParams.builder().model("chat").inputOfResponse(input);
    for (Asked.Tool tool : Asked.TOOLS) {
      FunctionTool.Parameters.Builder parameters = FunctionTool.Parameters.builder();
      tool.schema()
          .forEach((name, value) -> parameters.putAdditionalProperty(name, JsonValue.from(value)));
      asked.addTool(
          FunctionTool.builder()
              .name(tool.name())
              .description(tool.description())
              .parameters(parameters.build())
              .strict(true)
              .build());
    }
    return asked.build();
  }

  private static void structured(OpenAIClient client, ObjectNode seen) {
    OpenAiJava.Place place =
        client
            .responses()
            .create(asking(Asked.STRUCTURED_TEXT).text(OpenAiJava.Place.class).build())
            .output()
            .stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .findFirst()
            .orElseThrow()
            .asOutputText();
    seen.putObject("object").put("city", place.city).put("population", place.population);
  }

  private static void image(OpenAIClient client, ObjectNode seen) {
    List<ResponseInputContent> parts =
        List.of(
            ResponseInputContent.ofInputText(
                ResponseInputText.builder().text(Asked.IMAGE_TEXT).build()),
            ResponseInputContent.ofInputImage(
                ResponseInputImage.builder()
                    .detail(ResponseInputImage.Detail.AUTO)
                    .imageUrl("data:image/png;base64," + Asked.IMAGE)
                    .build()));
    ResponseCreateParams asked =
        ResponseCreateParams.builder()
            .model("chat")
            .inputOfResponse(
                List.of(
                    user(
                        EasyInputMessage.builder()
                            .contentOfResponseInputMessageContentList(parts))))
            .build();
    answered(client.responses().create(asked), seen);
  }

  private static void failure(OpenAIClient client, String model, ObjectNode seen) {
    OpenAiJava.failure(
        () -> client.responses().create(asking(Asked.TEXT).model(model).build()), seen);
  }

  @Override
  public void close() {
    // Each feature has a client of its own.
  }
}
