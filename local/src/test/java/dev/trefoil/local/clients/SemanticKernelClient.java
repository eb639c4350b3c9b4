package dev.trefoil.local.clients;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.CompletionsUsage;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.semantickernel.Kernel;
import com.microsoft.semantickernel.aiservices.openai.chatcompletion.OpenAIChatCompletion;
import com.microsoft.semantickernel.orchestration.InvocationContext;
import com.microsoft.semantickernel.orchestration.ToolCallBehavior;
import com.microsoft.semantickernel.plugin.KernelPluginFactory;
import com.microsoft.semantickernel.semanticfunctions.annotations.DefineKernelFunction;
import com.microsoft.semantickernel.semanticfunctions.annotations.KernelFunctionParameter;
import com.microsoft.semantickernel.services.chatcompletion.ChatCompletionService;
import com.microsoft.semantickernel.services.chatcompletion.ChatMessageContent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Semantic Kernel for Java, over Azure's client for OpenAI. That sends a key over https alone, so
 * that here a header of its pipeline carries it; and that pipeline has no retries. Its streams want
 * netty: over java.net.http they end with a ReadOnlyBufferException.
 */
public final class SemanticKernelClient implements RealClient {
  @Override
  public Traits traits() {
    return new Traits(
        "Semantic Kernel (Java) " + Versions.maven("semantic.kernel"),
        Traits.AZURE_CHAT,
        EnumSet.of(Feature.PLAIN, Feature.TOOLS, Feature.UNKNOWN_MODEL, Feature.THROTTLED),
        "ResourceNotFoundException",
        "HttpResponseException",
        true,
        false);
  }

  /** For {@link IsolatedClient}, which shares no class with it but those of the JDK. */
  public String does(String feature, String url) {
    return does(Feature.valueOf(feature), url).toString();
  }

  @Override
  public JsonNode does(Feature feature, String url) {
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    switch (feature) {
      case PLAIN -> plain(chat(url, "chat"), seen);
      case TOOLS -> tools(chat(url, "chat"), seen);
      case STREAM,
          STREAMED_TOOLS,
          STRUCTURED,
          IMAGE,
          EMBEDDINGS,
          COUNT,
          CONVERSATION,
          BACKGROUND,
          FAILED_STREAM ->
          throw new AssertionError("it is not asked for it");
      case UNKNOWN_MODEL -> failure(chat(url, "no-such-model"), seen);
      case THROTTLED -> failure(chat(url, "chat"), seen);
    }
    return seen;
  }

  private static ChatCompletionService chat(String url, String deployment) {
    HttpHeaders key = new HttpHeaders().set(HttpHeaderName.fromString("api-key"), "not-needed");
    OpenAIAsyncClient client =
        new OpenAIClientBuilder()
            .endpoint(url)
            .pipeline(
                new HttpPipelineBuilder()
                    .httpClient(new JdkHttpClientBuilder().build())
                    .policies(new AddHeadersPolicy(key))
                    .build())
            .buildAsyncClient();
    return OpenAIChatCompletion.builder()
        .withOpenAIAsyncClient(client)
        .withModelId(deployment)
        .withDeploymentName(deployment)
        .build();
  }

  private static Kernel kernel(ChatCompletionService chat) {
    return Kernel.builder().withAIService(ChatCompletionService.class, chat).build();
  }

  private static void plain(ChatCompletionService chat, ObjectNode seen) {
    ChatMessageContent<?> answer =
        chat.getChatMessageContentsAsync(Asked.TEXT, kernel(chat), null).block().getLast();
    seen.put("text", answer.getContent());
    seen.put("tokens", ((CompletionsUsage) answer.getMetadata().getUsage()).getTotalTokens());
  }

  private static void tools(ChatCompletionService chat, ObjectNode seen) {
    Tools tools = new Tools();
    Kernel kernel =
        Kernel.builder()
            .withAIService(ChatCompletionService.class, chat)
            .withPlugin(KernelPluginFactory.createFromObject(tools, "own"))
            .build();
    List<ChatMessageContent<?>> answer =
        chat.getChatMessageContentsAsync(
                "Use own-get_weather {\"city\": \"Paris\"} and own-get_time {\"zone\": \"CET\"}.",
                kernel,
                InvocationContext.builder()
                    .withToolCallBehavior(ToolCallBehavior.allowAllKernelFunctions(true))
                    .build())
            .block();
    tools.calls.forEach(seen.putArray("calls")::add);
    seen.put("text", answer.getLast().getContent());
  }

  private static void failure(ChatCompletionService chat, ObjectNode seen) {
    try {
      plain(chat, seen);
      throw new AssertionError("no error was thrown");
    } catch (HttpResponseException e) {
      seen.put("error", e.getClass().getSimpleName());
      seen.put("status", e.getResponse().getStatusCode());
      seen.put("retryAfter", e.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER));
    }
  }

  @Override
  public void close() {
    // Each feature has a client of its own.
  }

  /**
   * The tools, as a plugin; its name stands before theirs, and their parameters may be any text.
   */
  public static final class Tools {
    private final List<String> calls = new ArrayList<>();

    @DefineKernelFunction(name = "get_weather", description = "The weather of a city")
    public String weather(@KernelFunctionParameter(name = "city") String city) {
      calls.add("get_weather {\"city\":\"" + city + "\"}");
      return Asked.result("get_weather");
    }

    @DefineKernelFunction(name = "get_time", description = "The time of a zone")
    public String time(@KernelFunctionParameter(name = "zone") String zone) {
      calls.add("get_time {\"zone\":\"" + zone + "\"}");
      return Asked.result("get_time");
    }
  }
}
