package dev.trefoil.openai;

import dev.trefoil.fallback.Start;
import dev.trefoil.fallback.Trail;
import dev.trefoil.http.Headers;
import dev.trefoil.target.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headers by which a caller sees who answered and what was tried. */
final class ResponseHeaders {
  private ResponseHeaders() {}

  /** Of a call that nobody has answered yet, or nobody could. */
  static Headers of(String requestId, String contentType, Trail trail) {
    Headers headers =
        unanswered(requestId, contentType)
            .set("x-trefoil-attempts", Integer.toString(trail.attempts().size()));
    if (!trail.attempts().isEmpty()) {
      target(headers, trail.attempts().getLast().target());
      headers.set("x-trefoil-trail", visible(trail.toString()));
    }
    return headers;
  }

  /**
   * Of an answer.
   *
   * @param dropped the request's fields that no service sees, beside those that this one does not
   */
  static Headers of(String requestId, String contentType, Start start, List<String> dropped) {
    Headers headers = of(requestId, contentType, start.trail());
    target(headers, start.target());
    String all =
        Stream.concat(dropped.stream(), start.dropped().stream())
            .distinct()
            .map(ResponseHeaders::visible)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? headers : headers.set("x-trefoil-dropped", all);
  }

  private static void target(Headers headers, Target target) {
    headers.set("x-trefoil-provider", target.service());
    headers.set("x-trefoil-model", visible(target.model()));
  }

  /** Before anything is known of an answer. */
  static Headers unanswered(String requestId, String contentType) {
    return new Headers()
        .set("content-type", contentType)
        .set("cache-control", "no-store")
        .set("x-request-id", requestId);
  }

  /** A header's value is visible ASCII; the rest of a caller's text is percent-encoded. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= ' ' && c < 0x7f) {
                visible.append((char) c);
              } else {
                visible.append(URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8));
              }
            });
    return visible.toString();
  }
}
