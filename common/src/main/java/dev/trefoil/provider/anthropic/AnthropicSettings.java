package dev.trefoil.provider.anthropic;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the service is.
 *
 * @param endpoint what {@code /v1/messages} is appended to, http or https; Anthropic's own where it
 *     is absent
 * @param connectTimeout for one connection to come about
 */
public record AnthropicSettings(Optional<URI> endpoint, Duration connectTimeout) {
  private static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

  URI messages() {
    return at("v1/messages");
  }

  URI countTokens() {
    return at("v1/messages/count_tokens");
  }

  private URI at(String path) {
    String base = endpoint.orElse(ANTHROPIC).toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + path);
  }
}
