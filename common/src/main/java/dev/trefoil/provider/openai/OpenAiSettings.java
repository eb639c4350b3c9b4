package dev.trefoil.provider.openai;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Where an OpenAI-speaking service is, and how it speaks.
 *
 * @param baseUrl what {@code /chat/completions} is appended to, http or https, such as {@code
 *     https://example.openai.azure.com/openai/v1}
 * @param connectTimeout for one connection to come about
 */
public record OpenAiSettings(URI baseUrl, Dialect dialect, Duration connectTimeout) {

  /**
   * An Azure OpenAI resource, by its v1 API, where a request's model is a deployment's name.
   *
   * @param endpoint the resource, such as {@code https://example.openai.azure.com}
   */
  public static OpenAiSettings azure(URI endpoint, Duration connectTimeout) {
    return new OpenAiSettings(
        URI.create(withoutSlash(endpoint) + "/openai/v1"), Dialect.OPENAI, connectTimeout);
  }

  /**
   * OpenAI itself, or a server that speaks the same.
   *
   * @param baseUrl up to {@code /v1}
   */
  public static OpenAiSettings openAi(URI baseUrl, Duration connectTimeout) {
    return new OpenAiSettings(
        baseUrl, isOpenAi(baseUrl) ? Dialect.OPENAI : Dialect.COMPATIBLE, connectTimeout);
  }

  URI chatCompletions() {
    return URI.create(withoutSlash(baseUrl) + "/chat/completions");
  }

  URI embeddings() {
    return URI.create(withoutSlash(baseUrl) + "/embeddings");
  }

  /** OpenAI's hosts (regional ones are eu.api.openai.com and the like) and those of Azure. */
  private static boolean isOpenAi(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    return host.equals("api.openai.com")
        || host.endsWith(".api.openai.com")
        || host.endsWith(".openai.azure.com")
        || host.endsWith(".services.ai.azure.com");
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
