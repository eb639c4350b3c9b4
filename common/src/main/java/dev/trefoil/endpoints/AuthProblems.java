package dev.trefoil.endpoints;

import dev.trefoil.auth.AuthException;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;

/** Says that a caller is not known, and by RFC 6750 how it could be. */
final class AuthProblems {
  private AuthProblems() {}

  static Problem of(AuthException e) {
    return switch (e.kind()) {
      case MISSING, INVALID -> Problem.of(401, "invalid_api_key", e.getMessage());
      case UNAVAILABLE -> Problem.of(503, "authentication_unavailable", e.getMessage());
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
