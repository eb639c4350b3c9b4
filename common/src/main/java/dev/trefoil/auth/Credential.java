package dev.trefoil.auth;

import dev.trefoil.http.Headers;
import java.util.List;
import java.util.Optional;

/** Finds a credential among a call's headers. */
final class Credential {
  private static final String SCHEME = "Bearer ";

  private Credential() {}

  /** OpenAI's clients send a bearer token, Azure's {@code api-key}, Anthropic's the third. */
  static Optional<String> of(Headers headers) {
    return bearer(headers).or(() -> one(headers, "api-key")).or(() -> one(headers, "x-api-key"));
  }

  /** What {@code Authorization: Bearer} carries; nothing for another scheme. */
  private static Optional<String> bearer(Headers headers) {
    return one(headers, "authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }

  /** What a header is, where it came once: of two, one may have been slipped in. */
  static Optional<String> one(Headers headers, String name) {
    List<String> values = headers.all(name);
    return values.size() == 1
        ? Optional.of(values.getFirst().strip()).filter(value -> !value.isEmpty())
        : Optional.empty();
  }
}
