// Paths and headers of those services that serve Messages as Anthropic does.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/messages} and {@code /v1/messages/count_tokens}, under a path of the service's. */
public final class MessagesPaths {

  private static final String PATH = "/v1/messages";
  private static final String COUNT = PATH + "/count_tokens";

  /** The last is what anthropic-java 3.14.0 sends. */
  private static final Set<String> VERSIONS = Set.of("2023-01-01", "2023-06-01", "2026-10-21");

  private MessagesPaths() {}

  /**
   * Checks a request's path, method and version.
   *
   * @param under what comes before {@code /v1}
   */
  public static MessagesPlatform.Call call(String under, HttpRequest request, JsonNode body)
      throws RefusedException {
    boolean counting = request.path().equals(under + COUNT);
    if (!counting && !request.path().equals(under + PATH)) {
      throw AnthropicErrors.notFound("Not Found");
    }
    if (!request.method().equals("POST")) {
      throw new RefusedException(
          AnthropicErrors.of(405, "invalid_request_error", "Method Not Allowed"));
    }
    checkVersion(request.headers().first("anthropic-version"));
    return new MessagesPlatform.Call(counting, body);
  }

  private static void checkVersion(Optional<String> version) throws RefusedException {
    if (version.isEmpty()) {
      throw AnthropicErrors.invalid("anthropic-version: header is required");
    }
    if (!VERSIONS.contains(version.get())) {
      throw AnthropicErrors.invalid(
          "anthropic-version: \"%s\" is not a valid version.".formatted(version.get()));
    }
  }
}
