package dev.trefoil.endpoints;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which pages of other origins a browser may let call us. Cookies and the like are never part of
 * it: a page sends its credential in a header, as any client does.
 *
 * @param origins as browsers send them, in lower case; {@code *} alone for every page
 * @param methods that a page may use
 * @param headers that a page may send; empty for whatever it asks for
 * @param maxAge how long a browser may remember the answer to a preflight
 * @param exposed headers of answers that a page may read
 */
public record CorsSettings(
    Set<String> origins,
    List<String> methods,
    Optional<List<String>> headers,
    Duration maxAge,
    List<String> exposed) {

  /** Stands for every origin. */
  public static final String ANY = "*";

  /** All that any path takes. */
  public static final List<String> METHODS = List.of("GET", "POST", "DELETE");

  /** All that an answer says of itself. */
  public static final List<String> EXPOSED =
      List.of(
          "x-request-id",
          "request-id",
          "retry-after",
          "x-should-retry",
          "location",
          "x-trefoil-provider",
          "x-trefoil-model",
          "x-trefoil-attempts",
          "x-trefoil-trail",
          "x-trefoil-cost-usd",
          "x-trefoil-usage",
          "x-trefoil-cache",
          "x-trefoil-quality",
          "x-trefoil-schema",
          "x-trefoil-dropped",
          "x-trefoil-changed",
          "x-trefoil-stored",
          "x-trefoil-budget-warning",
          "x-ratelimit-limit-requests",
          "x-ratelimit-remaining-requests",
          "x-ratelimit-reset-requests",
          "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-tokens",
          "x-ratelimit-reset-tokens");

  public CorsSettings {
    origins = Set.copyOf(origins);
    methods = List.copyOf(methods);
    headers = headers.map(List::copyOf);
    exposed = List.copyOf(exposed);
  }

  boolean admits(String origin) {
    return origins.contains(ANY) || origins.contains(origin);
  }
}
