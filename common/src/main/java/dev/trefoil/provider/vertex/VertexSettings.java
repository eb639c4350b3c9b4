package dev.trefoil.provider.vertex;

import java.net.URI;
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

  int port() {
    return endpoint.map(URI::getPort).filter(port -> port > 0).orElse(443);
  }
}
