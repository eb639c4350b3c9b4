package dev.trefoil.provider.openai;

import java.net.URI;
import java.time.Duration;

/**
 * Where an OpenAI-speaking service is.
 *
 * @param baseUrl what {@code /chat/completions} is appended to, http or https, such as {@code
 *     https://example.openai.azure.com/openai/v1}
 * @param connectTimeout for the TCP and TLS handshakes of one connection
 */
public record OpenAiSettings(URI baseUrl, Duration connectTimeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** A service at {@code baseUrl}, with three seconds to connect. */
  public static OpenAiSettings at(URI baseUrl) {
    return new OpenAiSettings(baseUrl, CONNECT_TIMEOUT);
  }

  /**
   * An Azure OpenAI resource, by its v1 API, where a request's model is a deployment's name.
   *
   * @param endpoint the resource, such as {@code https://example.openai.azure.com}
   */
  public static OpenAiSettings azure(URI endpoint) {
    return at(URI.create(withoutSlash(endpoint) + "/openai/v1"));
  }

  URI chatCompletions() {
    return URI.create(withoutSlash(baseUrl) + "/chat/completions");
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
