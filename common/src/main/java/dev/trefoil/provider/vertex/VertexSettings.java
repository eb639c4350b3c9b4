package dev.trefoil.provider.vertex;

import dev.trefoil.identity.GoogleEndpoint;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Vertex AI is.
 *
 * @param project the Google Cloud project that is billed
 * @param location a region, a multi-region ({@code us}, {@code eu}) or {@code global}
 * @param endpoint https, in place of the location's own; credentials never go over plaintext
 * @param connectTimeout for one connection to come about
 */
public record VertexSettings(
    String project, String location, Optional<URI> endpoint, Duration connectTimeout) {

  /** What a Gemini model is called in requests. */
  String resource(String model) {
    return "projects/" + project + "/locations/" + location + "/publishers/google/models/" + model;
  }

  String host() {
    return endpoint.orElseGet(() -> GoogleEndpoint.vertex(location)).getHost();
  }

  /**
   * Where a method of a model is by REST.
   *
   * @param method with its query
   */
  URI rest(String scheme, String model, String method) {
    return URI.create(
        "%s://%s:%d/v1/%s:%s"
            .formatted(
                scheme,
                host(),
                port(),
                // A model's id may be a caller's.
                resource(URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20")),
                method));
  }

  /** Where contents are kept. */
  URI cachedContents(String scheme) {
    return URI.create(
        "%s://%s:%d/v1/projects/%s/locations/%s/cachedContents"
            .formatted(scheme, host(), port(), project, location));
  }

  /** Where the location speaks OpenAI's chat completions. */
  public URI openAi() {
    return URI.create(
        "https://%s:%d/v1/projects/%s/locations/%s/endpoints/openapi"
            .formatted(host(), port(), project, location));
  }

  int port() {
    return endpoint.map(URI::getPort).filter(port -> port > 0).orElse(443);
  }
}
