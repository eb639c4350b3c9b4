package dev.trefoil.local.clients;

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
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j's client. It does not know x-should-retry, so it is told not to retry. */
final class LangChain4jClient implements RealClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "langchain4j-open-ai";
  }

  @Override
  public String notFoundError() {
    return "ModelNotFoundException";
  }

  @Override
  public String rateLimitError() {
    return "RateLimitException";
  }

  @Override
  public boolean showsRetryAfter() {
    return false;
  }

  @Override
  public boolean obeysShouldRetry() {
    return false;
  }

  @Override
  public JsonNode does(Feature feature, String baseUrl) throws Exception {
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    switch (feature) {
      case PLAIN -> plain(model(baseUrl, "chat"), seen);
      case STREAM -> stream(baseUrl, seen);
      case TOOLS -> tools(model(baseUrl, "chat"), seen);
      case STRUCTURED -> structured(model(baseUrl, "chat"), seen);
      case IMAGE -> image(model(baseUrl, "chat"), seen);
      case EMBEDDINGS -> embeddings(baseUrl, seen);
      case UNKNOWN_MODEL -> failure(model(baseUrl, "no-such-model"), seen);
      case THROTTLED -> failure(model(baseUrl, "chat"), seen);
    }
    return seen;
  }

  private static ChatModel model(String baseUrl, String name) {
    return OpenAiChatModel.builder()
        .baseUrl(baseUrl)
        .apiKey("not-needed")
        .modelName(name)
        .strictJsonSchema(true)
        .maxRetries(0)
        .build();
  }

  private static void plain(ChatModel model, ObjectNode seen) {
    ChatResponse answer = model.chat(UserMessage.from(Asked.TEXT));
    seen.put("text", answer.aiMessage().text());
    seen.put("tokens", answer.tokenUsage().totalTokenCount());
  }

  private static void stream(String baseUrl, ObjectNode seen) throws Exception {
    StringBuilder text = new StringBuilder();
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(baseUrl)
        .apiKey("not-needed")
        .modelName("chat")
        .build()
        .chat(
            Asked.TEXT,
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
    seen.put("tokens", whole.get(30, TimeUnit.SECONDS).tokenUsage().totalTokenCount());
    seen.put("text", text.toString());
  }

  private static void tools(ChatModel model, ObjectNode seen) {
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
    ChatResponse called = model.chat(request(conversation, offered));
    conversation.add(called.aiMessage());
    ArrayNode calls = seen.putArray("calls");
    for (ToolExecutionRequest call : called.aiMessage().toolExecutionRequests()) {
      calls.add(call.name() + " " + call.arguments());
      conversation.add(ToolExecutionResultMessage.from(call, Asked.result(call.name())));
    }
    seen.put("text", model.chat(request(conversation, offered)).aiMessage().text());
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
