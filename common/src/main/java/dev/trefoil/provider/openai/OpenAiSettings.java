package dev.trefoil.provider.openai;

import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.provider.Capabilities.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where an OpenAI-speaking service is, and how it speaks.
 *
 * @param baseUrl what {@code /chat/completions} is appended to, http or https, such as {@code
 *     https://example.openai.azure.com/openai/v1}
 * @param protocol which of the two its models are spoken to by; empty for as each one needs it
 * @param connectTimeout for one connection to come about
 */
public record OpenAiSettings(
    URI baseUrl, Dialect dialect, Optional<Protocol> protocol, Duration connectTimeout) {

  /** Of a service whose models are spoken to as each one needs it. */
  public OpenAiSettings(URI baseUrl, Dialect dialect, Duration connectTimeout) {
    this(baseUrl, dialect, Optional.empty(), connectTimeout);
  }

  /**
   * An Azure OpenAI resource, by its v1 API, where a request's model is a deployment's name.
   *
   * @param endpoint the resource, such as {@code https://example.openai.azure.com}
   */
  public static OpenAiSettings azure(
      URI endpoint, Optional<Protocol> protocol, Duration connectTimeout) {
    return new OpenAiSettings(
        URI.create(withoutSlash(endpoint) + "/openai/v1"),
        Dialect.OPENAI,
        protocol,
        connectTimeout);
  }

  /** Of one whose models are spoken to as each one needs it. */
  public static OpenAiSettings azure(URI endpoint, Duration connectTimeout) {
    return azure(endpoint, Optional.empty(), connectTimeout);
  }

  /**
   * Amazon Bedrock's runtime, by its endpoint of OpenAI's protocols.
   *
   * @param endpoint in place of the region's own
   */
  public static OpenAiSettings bedrock(
      String region, Optional<URI> endpoint, Optional<Protocol> protocol, Duration connectTimeout) {
    URI runtime = endpoint.orElseGet(() -> AwsEndpoint.of("bedrock-runtime", region));
    return new OpenAiSettings(
        URI.create(withoutSlash(runtime) + "/openai/v1"),
        Dialect.BEDROCK,
        protocol,
        connectTimeout);
  }

  /**
   * Amazon Bedrock's other endpoint, {@code bedrock-mantle}.
   *
   * @param endpoint in place of the region's own
   */
  public static OpenAiSettings mantle(
      String region, Optional<URI> endpoint, Optional<Protocol> protocol, Duration connectTimeout) {
    return new OpenAiSettings(
        endpoint.orElseGet(() -> URI.create("https://bedrock-mantle." + region + ".api.aws")),
        Dialect.MANTLE,
        protocol,
        connectTimeout);
  }

  URI chatCompletions(String model) {
    return URI.create(withoutSlash(baseUrl) + dialect.path(model) + "/chat/completions");
  }

  URI responses(String model) {
    return URI.create(withoutSlash(baseUrl) + dialect.path(model) + "/responses");
  }

  /** What marks of reasoning are bound to: the host, with its port where it is said. */
  String resource() {
    return baseUrl.getAuthority();
  }

  URI embeddings() {
    return URI.create(withoutSlash(baseUrl) + "/embeddings");
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
