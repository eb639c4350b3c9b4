package dev.trefoil.local.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Anthropic's own client for Java, with its own retries. */
final class AnthropicJavaClient implements RealClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Traits traits() {
    return Traits.generated(
        "anthropic-java " + Versions.maven("anthropic.java"),
        Traits.MESSAGES,
        Feature.allBut(Feature.EMBEDDINGS, Feature.CONVERSATION, Feature.BACKGROUND));
  }

  @Override
  public JsonNode does(Feature feature, String url) throws Exception {
    AnthropicClient client =
        AnthropicOkHttpClient.builder().baseUrl(url).apiKey("not-needed").build();
    try {
      ObjectNode seen = JsonNodeFactory.instance.objectNode();
      switch (feature) {
        case PLAIN -> answered(client.messages().create(asking(Asked.TEXT).build()), seen);
        case STREAM -> answered(streamed(client, asking(Asked.TEXT).build()), seen);
        case TOOLS -> tools(asked -> client.messages().create(asked), seen);
        case STREAMED_TOOLS -> tools(asked -> streamed(client, asked), seen);
        case STRUCTURED -> structured(client, seen);
        case IMAGE -> image(client, seen);
        case EMBEDDINGS, CONVERSATION, BACKGROUND -> throw new AssertionError("it has none");
        case COUNT -> count(client, seen);
        case FAILED_STREAM ->
            RealClient.mayFail(
                () -> answered(streamed(client, asking(Asked.TEXT).build()), seen), seen);
        case UNKNOWN_MODEL -> failure(client, "no-such-model", seen);
        case THROTTLED -> failure(client, "chat", seen);
      }
      return seen;
    } finally {
      client.close();
    }
  }

  private static MessageCreateParams.Builder asking(String text) {
    return MessageCreateParams.builder().model("chat").maxTokens(200).addUserMessage(text);
  }

  private static void answered(Message answer, ObjectNode seen) {
    seen.put("text", text(answer));
    seen.put("tokens", answer.usage().inputTokens() + answer.usage().outputTokens());
  }

  private static String text(Message answer) {
    StringBuilder text = new StringBuilder();
    answer.content().forEach(block -> block.text().ifPresent(one -> text.append(one.text())));
    return text.toString();
  }

  private static Message streamed(AnthropicClient client, MessageCreateParams asked) {
    MessageAccumulator whole = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(asked)) {
      events.stream().forEach(whole::accumulate);
    }
    return whole.message();
  }

  private static void tools(Function<MessageCreateParams, Message> answer, ObjectNode seen)
      throws Exception {
    MessageCreateParams.Builder conversation = asking(Asked.TOOLS_TEXT);
    for (Asked.Tool tool : Asked.TOOLS) {
      Tool.InputSchema.Properties.Builder properties = Tool.InputSchema.Properties.builder();
      tool.properties()
          .forEach((name, value) -> properties.putAdditionalProperty(name, JsonValue.from(value)));
      conversation.addTool(
          Tool.builder()
              .name(tool.name())
              .description(tool.description())
              .inputSchema(
                  Tool.InputSchema.builder()
                      .properties(properties.build())
                      .required(List.of(tool.parameter()))
                      .build())
              .build());
    }
    Message called = answer.apply(conversation.build());
    conversation.addMessage(called);
    ArrayNode calls = seen.putArray("calls");
    List<ContentBlockParam> results = new ArrayList<>();
    for (ContentBlock block : called.content()) {
      if (block.isToolUse()) {
        ToolUseBlock call = block.asToolUse();
        calls.add(
            call.name() + " " + JSON.writeValueAsString(call._input().convert(JsonNode.class)));
        results.add(
            ContentBlockParam.ofToolResult(
                ToolResultBlockParam.builder()
                    .toolUseId(call.id())
                    .content(Asked.result(call.name()))
                    .build()));
      }
    }
    conversation.addUserMessageOfContentBlockParams(results);
    seen.put("text", text(answer.apply(conversation.build())));
  }

  private static void structured(AnthropicClient client, ObjectNode seen) {
    Place place =
        client
            .messages()
            .create(asking(Asked.STRUCTURED_TEXT).outputConfig(Place.class).build())
            .content()
            .stream()
            .flatMap(block -> block.text().stream())
            .findFirst()
            .orElseThrow()
            .text();
    seen.putObject("object").put("city", place.city).put("population", place.population);
  }

  private static void image(AnthropicClient client, ObjectNode seen) {
    List<ContentBlockParam> parts =
        List.of(
            ContentBlockParam.ofText(TextBlockParam.builder().text(Asked.IMAGE_TEXT).build()),
            ContentBlockParam.ofImage(
                ImageBlockParam.builder()
                    .source(
                        Base64ImageSource.builder()
                            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                            .data(Asked.IMAGE)
                            .build())
                    .build()));
    MessageCreateParams asked =
        MessageCreateParams.builder()
            .model("chat")
            .maxTokens(200)
            .addUserMessageOfContentBlockParams(parts)
            .build();
    answered(client.messages().create(asked), seen);
  }

  private static void count(AnthropicClient client, ObjectNode seen) {
    MessageCountTokensParams asked =
        MessageCountTokensParams.builder().model("chat").addUserMessage(Asked.TEXT).build();
    seen.put("tokens", client.messages().countTokens(asked).inputTokens());
  }

  private static void failure(AnthropicClient client, String model, ObjectNode seen) {
    try {
      client.messages().create(asking(Asked.TEXT).model(model).build());
      throw new AssertionError("no error was thrown");
    } catch (AnthropicServiceException e) {
      seen.put("error", e.getClass().getSimpleName());
      seen.put("status", e.statusCode());
      e.headers().values("retry-after").forEach(value -> seen.put("retryAfter", value));
    }
  }

  @Override
  public void close() {
    // Each feature has a client of its own.
  }

  /** What is asked for in a form. */
  @SuppressWarnings("unused")
  static final class Place {
    public String city;
    public int population;
  }
}
