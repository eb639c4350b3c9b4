package dev.trefoil.provider.anthropic;

import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.identity.GoogleEndpoint;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a service is that speaks Messages, and how it speaks.
 *
 * @param base what {@code /v1/messages} is appended to, http or https; of Vertex AI what a model's
 *     id is appended to
 * @param connectTimeout for one connection to come about
 */
public record AnthropicSettings(MessagesDialect dialect, URI base, Duration connectTimeout) {
  private static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

  /**
   * Anthropic itself, or a server that speaks the same.
   *
   * @param endpoint in place of {@code https://api.anthropic.com}
   */
  public AnthropicSettings(Optional<URI> endpoint, Duration connectTimeout) {
    this(MessagesDialect.ANTHROPIC, endpoint.orElse(ANTHROPIC), connectTimeout);
  }

  /**
   * Claude in Microsoft Foundry, where a request's model is a deployment's name.
   *
   * @param endpoint the resource, such as {@code https://example.services.ai.azure.com}
   */
  public static AnthropicSettings foundry(URI endpoint, Duration connectTimeout) {
    return new AnthropicSettings(
        MessagesDialect.FOUNDRY, at(endpoint, "anthropic"), connectTimeout);
  }

  /**
   * Claude on Vertex AI.
   *
   * @param project the Google Cloud project that is billed
   * @param location a region, a multi-region ({@code us}, {@code eu}) or {@code global}
   * @param endpoint in place of the location's own
   */
  public static AnthropicSettings vertex(
      String project, String location, Optional<URI> endpoint, Duration connectTimeout) {
    URI host = endpoint.orElseGet(() -> GoogleEndpoint.vertex(location));
    return new AnthropicSettings(
        MessagesDialect.VERTEX,
        at(
            host,
            "v1/projects/%s/locations/%s/publishers/anthropic/models".formatted(project, location)),
        connectTimeout);
  }

  /**
   * Claude by Messages on Amazon Bedrock's runtime, where a request's model is an inference
   * profile's id.
   *
   * @param endpoint in place of the region's own
   */
  public static AnthropicSettings bedrock(
      String region, Optional<URI> endpoint, Duration connectTimeout) {
    URI host = endpoint.orElseGet(() -> AwsEndpoint.of("bedrock-runtime", region));
    return new AnthropicSettings(MessagesDialect.BEDROCK, at(host, "anthropic"), connectTimeout);
  }

  /**
   * The same at Amazon Bedrock's other endpoint, {@code bedrock-mantle}, where a model has its bare
   * id.
   *
   * @param endpoint in place of the region's own
   */
  public static AnthropicSettings mantle(
      String region, Optional<URI> endpoint, Duration connectTimeout) {
    URI host =
        endpoint.orElseGet(() -> URI.create("https://bedrock-mantle." + region + ".api.aws"));
    return new AnthropicSettings(MessagesDialect.MANTLE, at(host, "anthropic"), connectTimeout);
  }

  /**
   * Where a model answers.
   *
   * @param stream whether it does so piece by piece
   */
  URI messages(String model, boolean stream) {
    return dialect == MessagesDialect.VERTEX
        ? at(base, inPath(model) + (stream ? ":streamRawPredict" : ":rawPredict"))
        : at(base, "v1/messages");
  }

  URI countTokens() {
    return at(
        base,
        dialect == MessagesDialect.VERTEX ? "count-tokens:rawPredict" : "v1/messages/count_tokens");
  }

  /** A model's id may be a caller's. */
  private static String inPath(String model) {
    return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
  }

  private static URI at(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + path);
  }
}
