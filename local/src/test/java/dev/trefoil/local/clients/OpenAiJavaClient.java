package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import java.util.function.Function;

/** OpenAI's own client for Java, by chat completions. */
final class OpenAiJavaClient implements RealClient {
  private final Traits traits;
  private final Function<String, OpenAIClient> start;

  private OpenAiJavaClient(String door, Function<String, OpenAIClient> start) {
    this.traits =
        Traits.generated(
            OpenAiJava.NAME,
            door,
            Feature.allBut(Feature.COUNT, Feature.CONVERSATION, Feature.BACKGROUND));
    this.start = start;
  }

  static OpenAiJavaClient openAi() {
    return new OpenAiJavaClient(Traits.CHAT, OpenAiJava::openAi);
  }

  static OpenAiJavaClient azure() {
    return new OpenAiJavaClient(Traits.AZURE_CHAT, OpenAiJava::azure);
  }

  @Override
  public Traits traits() {
    return traits;
  }

  @Override
  public JsonNode does(Feature feature, String url) {
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    OpenAiJava.with(start.apply(url), client -> does(feature, client, seen));
    return seen;
  }

  private static void does(Feature feature, OpenAIClient client, ObjectNode seen) {
    switch (feature) {
      case PLAIN -> plain(client, seen);
      case STREAM -> stream(client, seen);
      case TOOLS -> tools(asked -> client.chat().completions().create(asked), seen);
      case STREAMED_TOOLS -> tools(asked -> streamed(client, asked), seen);
      case STRUCTURED -> structured(client, seen);
      case IMAGE -> image(client, seen);
      case EMBEDDINGS -> embeddings(client, seen);
      case COUNT, CONVERSATION, BACKGROUND -> throw new AssertionError("it has none");
      case FAILED_STREAM -> RealClient.mayFail(() -> stream(client, seen), seen);
      case UNKNOWN_MODEL -> failure(client, "no-such-model", seen);
      case THROTTLED -> failure(client, "chat", seen);
    }
  }

  private static ChatCompletion streamed(OpenAIClient client, ChatCompletionCreateParams asked) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(asked)) {
      chunks.stream().forEach(whole::accumulate);
    }
    return whole.chatCompletion();
  }

  private static ChatCompletionCreateParams.Builder asking(String text) {
    return ChatCompletionCreateParams.builder().model("chat").addUserMessage(text);
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().getFirst().message().content().orElseThrow();
  }

  private static void plain(OpenAIClient client, ObjectNode seen) {
    ChatCompletion answer = client.chat().completions().create(asking(Asked.TEXT).build());
    seen.put("text", text(answer));
    seen.put("tokens", answer.usage().map(CompletionUsage::totalTokens).orElse(0L));
  }

  private static void stream(OpenAIClient client, ObjectNode seen) {
    ChatCompletionCreateParams asked =
        asking(Asked.TEXT)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    StringBuilder text = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(asked)) {
      chunks.stream()
          .forEach(
              chunk -> {
                chunk.choices().forEach(c -> c.delta().content().ifPresent(text::append));
                chunk.usage().ifPresent(usage -> seen.put("tokens", usage.totalTokens()));
              });
    }
    seen.put("text", text.toString());
  }

  private static void tools(
      Function<ChatCompletionCreateParams, ChatCompletion> answer, ObjectNode seen) {
    ChatCompletionCreateParams.Builder conversation = asking(Asked.TOOLS_TEXT);
    for (Asked.Tool tool : Asked.TOOLS) {
      conversation.addFunctionTool(
          FunctionDefinition.builder()
              .name(tool.name())
              .description(tool.description())
              .parameters(parameters(tool))
              .build());
    }
    ChatCompletion called = answer.apply(conversation.build());
    conversation.addMessage(called.choices().getFirst().message());
    ArrayNode calls = seen.putArray("calls");
    for (ChatCompletionMessageToolCall one :
        called.choices().getFirst().message().toolCalls().orElse(List.of())) {
      ChatCompletionMessageFunctionToolCall call = one.asFunction();
      calls.add(call.function().name() + " " + call.function().arguments());
      conversation.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.id())
              .content(Asked.result(call.function().name()))
              .build());
    }
    seen.put("text", text(answer.apply(conversation.build())));
  }

  private static FunctionParameters parameters(Asked.Tool tool) {
    FunctionParameters.Builder parameters = FunctionParameters.builder();
    tool.schema()
        .forEach((name, value) -> parameters.putAdditionalProperty(name, JsonValue.from(value)));
    return parameters.build();
  }

  private static void structured(OpenAIClient client, ObjectNode seen) {
    OpenAiJava.Place place =
        client
            .chat()
            .completions()
            .create(asking(Asked.STRUCTURED_TEXT).responseFormat(OpenAiJava.Place.class).build())
            .choices()
            .getFirst()
            .message()
            .content()
            .orElseThrow();
    seen.putObject("object").put("city", place.city).put("population", place.population);
  }

  private static void image(OpenAIClient client, ObjectNode seen) {
    ChatCompletionContentPart text =
        ChatCompletionContentPart.ofText(
            ChatCompletionContentPartText.builder().text(Asked.IMAGE_TEXT).build());
    ChatCompletionContentPart image =
        ChatCompletionContentPart.ofImageUrl(
            ChatCompletionContentPartImage.builder()
                .imageUrl(
                    ChatCompletionContentPartImage.ImageUrl.builder()
                        .url("data:image/png;base64," + Asked.IMAGE)
                        .build())
                .build());
    ChatCompletionCreateParams asked =
        ChatCompletionCreateParams.builder()
            .model("chat")
            .addUserMessageOfArrayOfContentParts(List.of(text, image))
            .build();
    seen.put("text", text(client.chat().completions().create(asked)));
  }

  private static void embeddings(OpenAIClient client, ObjectNode seen) {
    ArrayNode vectors = seen.putArray("vectors");
    client
        .embeddings()
        .create(
            EmbeddingCreateParams.builder()
                .model("embed")
                .inputOfArrayOfStrings(Asked.TEXTS)
                .build())
        .data()
        .forEach(
            one -> {
              ArrayNode vector = vectors.addArray();
              one.embedding().forEach(vector::add);
            });
  }

  private static void failure(OpenAIClient client, String model, ObjectNode seen) {
    OpenAiJava.failure(
        () -> client.chat().completions().create(asking(Asked.TEXT).model(model).build()), seen);
  }

  @Override
  public void close() {
    // Each feature has a client of its own.
  }
}
