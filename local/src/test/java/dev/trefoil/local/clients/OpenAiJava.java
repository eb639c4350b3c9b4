package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import java.util.function.Consumer;

/** What OpenAI's own client for Java has at every door, its own retries among it. */
final class OpenAiJava {
  static final String NAME = "openai-java " + Versions.maven("openai.java");

  private OpenAiJava() {}

  static OpenAIClient openAi(String url) {
    return OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey("not-needed").build();
  }

  /** As it calls Azure OpenAI. */
  static OpenAIClient azure(String url) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(url)
        .credential(AzureApiKeyCredential.create("not-needed"))
        .azureServiceVersion(AzureOpenAIServiceVersion.latestStableVersion())
        .azureUrlPathMode(AzureUrlPathMode.LEGACY)
        .build();
  }

  /** Notes the error that a call must end with. */
  static void failure(Runnable call, ObjectNode seen) {
    try {
      call.run();
      throw new AssertionError("no error was thrown");
    } catch (OpenAIServiceException e) {
      seen.put("error", e.getClass().getSimpleName());
      seen.put("status", e.statusCode());
      e.headers().values("retry-after").forEach(value -> seen.put("retryAfter", value));
    }
  }

  /** Does something with a client that is closed then. */
  static void with(OpenAIClient client, Consumer<OpenAIClient> use) {
    try {
      use.accept(client);
    } finally {
      client.close();
    }
  }

  /** What is asked for in a form. */
  @SuppressWarnings("unused")
  static final class Place {
    public String city;
    public int population;
  }
}
