package dev.trefoil.provider.vertex;

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

  /** Hosts by location: Google Cloud, "Generative AI on Vertex AI: deployments and endpoints". */
  String host() {
    return endpoint
        .map(URI::getHost)
        .orElseGet(
            () ->
                switch (location) {
                  case "global" -> "aiplatform.googleapis.com";
                  case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
                  default -> location + "-aiplatform.googleapis.com";
                });
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

  int port() {
    return endpoint.map(URI::getPort).filter(port -> port > 0).orElse(443);
  }
}
