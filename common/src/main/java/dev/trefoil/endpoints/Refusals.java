package dev.trefoil.endpoints;

import dev.trefoil.auth.AuthException;
import dev.trefoil.http.Headers;
import dev.trefoil.openai.ApiException;

/** Says in OpenAI's terms that a caller is not known, and by RFC 6750 how it could be. */
final class Refusals {
  private Refusals() {}

  static ApiException of(AuthException e) {
    return switch (e.kind()) {
      case MISSING, INVALID ->
          ApiException.of(401, "invalid_request_error", "invalid_api_key", e.getMessage());
      case UNAVAILABLE ->
          ApiException.of(503, "api_error", "authentication_unavailable", e.getMessage());
    };
  }

  static Headers headers(AuthException e) {
    return switch (e.kind()) {
      case MISSING -> new Headers().set("www-authenticate", "Bearer");
      case INVALID -> new Headers().set("www-authenticate", "Bearer error=\"invalid_token\"");
      case UNAVAILABLE -> new Headers();
    };
  }
}
