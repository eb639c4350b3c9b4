package dev.trefoil.door;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.Trail;
import dev.trefoil.http.Headers;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.RequestChange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The headers by which a caller sees who answered and what was tried. Together they stay well below
 * 8 KiB, past which the Jetty 12.0 of Google's functions answers 500 in place of what was paid for.
 */
public final class ResponseHeaders {
  private static final int LONGEST_MODEL = 1_000;
  private static final int LONGEST_TRAIL = 3_000;
  private static final int LONGEST_DROPPED = 1_000;

  /** Four bytes, percent-encoded. */
  private static final int LONGEST_LETTER = 12;

  private static final String SEPARATOR = ", ";

  private ResponseHeaders() {}

  /** Of a call that nobody has answered yet, or nobody could. */
  public static Headers of(String requestId, String contentType, Trail trail) {
    Headers headers =
        unanswered(requestId, contentType)
            .set("x-trefoil-attempts", Integer.toString(trail.attempts().size()));
    tell(headers, "x-trefoil-trail", trail(trail));
    if (!trail.attempts().isEmpty()) {
      target(headers, trail.attempts().getLast().target());
      if (trail.attempts().getLast().outcome().equals(Attempt.CACHED)) {
        headers.set("x-trefoil-cache", "hit");
      }
    }
    return headers;
  }

  /**
   * Of an answer.
   *
   * @param dropped the request's fields that no service sees, beside those that this one does not
   */
  public static Headers of(
      String requestId, String contentType, AnswerStart start, List<String> dropped) {
    Headers headers = of(requestId, contentType, start.trail());
    target(headers, start.target());
    tell(
        headers,
        "x-trefoil-dropped",
        dropped(
            Stream.concat(dropped.stream(), RequestChange.dropped(start.changes()).stream())
                .distinct()
                .toList()));
    tell(headers, "x-trefoil-changed", dropped(RequestChange.altered(start.changes())));
    tell(headers, "x-trefoil-guardrails", findings(start.findings()));
    if (start.allowance().isPresent()) { // A method reference would load the class where none is.
      AllowanceHeaders.add(headers, start.allowance().get());
    }
    return headers;
  }

  private static String findings(List<GuardrailFinding> findings) {
    return String.join(
        SEPARATOR, fitting(findings.stream().map(GuardrailFinding::toString), LONGEST_DROPPED));
  }

  private static void tell(Headers headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.set(name, value);
    }
  }

  /** As many names as fit, and how many more there are. */
  private static String dropped(List<String> names) {
    List<String> shown = fitting(names.stream(), LONGEST_DROPPED);
    if (shown.size() < names.size()) {
      shown.add("and " + (names.size() - shown.size()) + " more");
    }
    return String.join(SEPARATOR, shown);
  }

  /** As many of the last attempts as fit; whole ones, since the list is one that is parsed. */
  private static String trail(Trail trail) {
    Stream<String> items = trail.items().toList().reversed().stream();
    return String.join(SEPARATOR, fitting(items, LONGEST_TRAIL).reversed());
  }

  /** The first texts that make a list no longer than {@code longest}, none of them cut. */
  private static List<String> fitting(Stream<String> texts, int longest) {
    List<String> fitting = new ArrayList<>();
    int length = -SEPARATOR.length();
    for (String text : (Iterable<String>) texts::iterator) {
      String item = visible(text, longest + LONGEST_LETTER); // Too long still if it is cut.
      length += SEPARATOR.length() + item.length();
      if (length > longest) {
        break;
      }
      fitting.add(item);
    }
    return fitting;
  }

  private static void target(Headers headers, Target target) {
    headers.set("x-trefoil-provider", target.service());
    headers.set("x-trefoil-model", visible(target.model(), LONGEST_MODEL));
  }

  /** Before anything is known of an answer. */
  public static Headers unanswered(String requestId, String contentType) {
    return new Headers()
        .set("content-type", contentType)
        .set("cache-control", "no-store")
        .set("x-request-id", requestId);
  }

  /**
   * A header's value is visible ASCII; the rest of a caller's text is percent-encoded. What is
   * longer than {@code longest} then is cut, and three dots follow.
   */
  private static String visible(String text, int longest) {
    StringBuilder visible = new StringBuilder(Math.min(text.length(), longest));
    int c;
    for (int at = 0; at < text.length(); at += Character.charCount(c)) {
      c = text.codePointAt(at);
      String letter = Character.toString(c);
      String shown =
          c >= ' ' && c < 0x7f ? letter : URLEncoder.encode(letter, StandardCharsets.UTF_8);
      if (visible.length() + shown.length() > longest) {
        return visible.append("...").toString();
      }
      visible.append(shown);
    }
    return visible.toString();
  }
}
