package dev.trefoil.provider.openai;

import java.net.URI;
import java.time.Duration;

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

  URI chatCompletions() {
    return URI.create(withoutSlash(baseUrl) + "/chat/completions");
  }

  URI embeddings() {
    return URI.create(withoutSlash(baseUrl) + "/embeddings");
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
