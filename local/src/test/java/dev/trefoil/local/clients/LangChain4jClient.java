package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** LangChain4j's client. It does not know x-should-retry, so it is told not to retry. */
final class LangChain4jClient implements RealClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Traits traits;
  private final Models models;

  private LangChain4jClient(
      String door, Set<Feature> features, String notFoundError, Models models) {
    this.traits =
        new Traits(
            "langchain4j-open-ai " + Versions.maven("langchain4j"),
            door,
            features,
            notFoundError,
            "RateLimitException",
            false,
            false);
    this.models = models;
  }

  /** How its models are made, by base URL and name. */
  private interface Models {
    ChatModel whole(String baseUrl, String name);

    StreamingChatModel streaming(String baseUrl);
  }

  static LangChain4jClient chat() {
    return new LangChain4jClient(
        Traits.CHAT,
        Feature.allBut(Feature.COUNT, Feature.CONVERSATION, Feature.BACKGROUND),
        "ModelNotFoundException",
        new Models() {
          @Override
          public ChatModel whole(String baseUrl, String name) {
            return OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("not-needed")
                .modelName(name)
                .strictJsonSchema(true)
                .maxRetries(0)
                .build();
          }

          @Override
          public StreamingChatModel streaming(String baseUrl) {
            return OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("not-needed")
                .modelName("chat")
                .build();
          }
        });
  }

  /** Its models of Responses never retry. */
  static LangChain4jClient responses() {
    return new LangChain4jClient(
        Traits.RESPONSES,
        Feature.allBut(Feature.COUNT, Feature.EMBEDDINGS, Feature.CONVERSATION, Feature.BACKGROUND),
        "InvalidRequestException",
        new Models() {
          @Override
          public ChatModel whole(String baseUrl, String name) {
            return OpenAiResponsesChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("not-needed")
                .modelName(name)
                .strictJsonSchema(true)
                .build();
          }

          @Override
          public StreamingChatModel streaming(String baseUrl) {
            return OpenAiResponsesStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("not-needed")
                .modelName("chat")
                .build();
          }
        });
  }

  @Override
  public Traits traits() {
    return traits;
  }

  @Override
  public JsonNode does(Feature feature, String url) throws Exception {
    String baseUrl = url + "/v1";
    ChatModel model = models.whole(baseUrl, "chat");
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    switch (feature) {
      case PLAIN -> answered(model.chat(UserMessage.from(Asked.TEXT)), seen);
      case STREAM -> answered(streamed(baseUrl, UserMessage.from(Asked.TEXT)), seen);
      case TOOLS -> tools(model::chat, seen);
      case STREAMED_TOOLS -> tools(asked -> streamed(baseUrl, asked), seen);
      case STRUCTURED -> structured(model, seen);
      case IMAGE -> image(model, seen);
      case EMBEDDINGS -> embeddings(baseUrl, seen);
      case COUNT, CONVERSATION, BACKGROUND -> throw new AssertionError("it has none");
      case FAILED_STREAM ->
          RealClient.mayFail(
              () -> answered(streamed(baseUrl, UserMessage.from(Asked.TEXT)), seen), seen);
      case UNKNOWN_MODEL -> failure(models.whole(baseUrl, "no-such-model"), seen);
      case THROTTLED -> failure(model, seen);
    }
    return seen;
  }

  private static void answered(ChatResponse answer, ObjectNode seen) {
    seen.put("text", answer.aiMessage().text());
    seen.put("tokens", answer.tokenUsage().totalTokenCount());
  }

  private ChatResponse streamed(String baseUrl, UserMessage asked) {
    return streamed(baseUrl, ChatRequest.builder().messages(asked).build());
  }

  /** The whole answer must be what its pieces said. */
  private ChatResponse streamed(String baseUrl, ChatRequest asked) {
    StringBuilder text = new StringBuilder();
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    models
        .streaming(baseUrl)
        .chat(
            asked,
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(String piece) {
                text.append(piece);
              }

              @Override
              public void onCompleteResponse(ChatResponse answer) {
                whole.complete(answer);
              }

              @Override
              public void onError(Throwable error) {
                whole.completeExceptionally(error);
              }
            });
    ChatResponse answer = whole.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(text)
        .hasToString(answer.aiMessage().text() == null ? "" : answer.aiMessage().text());
    return answer;
  }

  private static void tools(Function<ChatRequest, ChatResponse> answer, ObjectNode seen) {
    List<ToolSpecification> offered =
        Asked.TOOLS.stream()
            .map(
                tool ->
                    ToolSpecification.builder()
                        .name(tool.name())
                        .description(tool.description())
                        .parameters(
                            JsonObjectSchema.builder()
                                .addEnumProperty(tool.parameter(), List.of(tool.value()))
                                .required(tool.parameter())
                                .build())
                        .build())
            .toList();
    List<ChatMessage> conversation = new ArrayList<>();
    conversation.add(UserMessage.from(Asked.TOOLS_TEXT));
    ChatResponse called = answer.apply(request(conversation, offered));
    conversation.add(called.aiMessage());
    ArrayNode calls = seen.putArray("calls");
    for (ToolExecutionRequest call : called.aiMessage().toolExecutionRequests()) {
      calls.add(call.name() + " " + call.arguments());
      conversation.add(ToolExecutionResultMessage.from(call, Asked.result(call.name())));
    }
    seen.put("text", answer.apply(request(conversation, offered)).aiMessage().text());
  }

  private static ChatRequest request(
      List<ChatMessage> conversation, List<ToolSpecification> offered) {
    return ChatRequest.builder().messages(conversation).toolSpecifications(offered).build();
  }

  private static void structured(ChatModel model, ObjectNode seen) throws Exception {
    ResponseFormat place =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(
                JsonSchema.builder()
                    .name("place")
                    .rootElement(
                        JsonObjectSchema.builder()
                            .addStringProperty("city")
                            .addIntegerProperty("population")
                            .required("city", "population")
                            .additionalProperties(false)
                            .build())
                    .build())
            .build();
    ChatResponse answer =
        model.chat(
            ChatRequest.builder()
                .messages(UserMessage.from(Asked.STRUCTURED_TEXT))
                .responseFormat(place)
                .build());
    seen.set("object", JSON.readTree(answer.aiMessage().text()));
  }

  private static void image(ChatModel model, ObjectNode seen) {
    ChatResponse answer =
        model.chat(
            UserMessage.from(
                TextContent.from(Asked.IMAGE_TEXT), ImageContent.from(Asked.IMAGE, "image/png")));
    seen.put("text", answer.aiMessage().text());
  }

  private static void embeddings(String baseUrl, ObjectNode seen) {
    ArrayNode vectors = seen.putArray("vectors");
    OpenAiEmbeddingModel.builder()
        .baseUrl(baseUrl)
        .apiKey("not-needed")
        .modelName("embed")
        .build()
        .embedAll(Asked.TEXTS.stream().map(TextSegment::from).toList())
        .content()
        .forEach(
            one -> {
              ArrayNode vector = vectors.addArray();
              one.vectorAsList().forEach(vector::add);
            });
  }

  private static void failure(ChatModel model, ObjectNode seen) {
    try {
      model.chat(Asked.TEXT);
      throw new AssertionError("no error was thrown");
    } catch (LangChain4jException e) {
      seen.put("error", e.getClass().getSimpleName());
      if (e.getCause() instanceof HttpException http) {
        seen.put("status", http.statusCode());
      }
    }
  }

  @Override
  public void close() {
    // Nothing of it stays open.
  }
}
