package dev.trefoil.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In which order a route's targets are tried. */
public enum Strategy {
  /** Those of the cloud that we run on first, otherwise as listed. */
  NATIVE_FIRST,
  /** As listed. */
  ORDERED,
  /** As listed, each call beginning one target further on. */
  ROUND_ROBIN,
  /** Each order as likely as any other. */
  RANDOM,
  /** By chance, targets of a larger weight sooner. */
  WEIGHTED,
  /** Those that have lately begun to answer soonest; a share of calls begins with another. */
  LEAST_LATENCY,
  /** Those that cost the least for this request. */
  CHEAPEST,
  /** As {@link #CHEAPEST}; an answer is accepted only if it passes the route's gate. */
  CASCADE,
  /**
   * Those of which a task that passes is expected to cost the least, by what they have shown; a
   * share of calls begins with another.
   */
  VALUE;

  /** As the configuration writes them. */
  public static final List<String> WORDS = Arrays.stream(values()).map(Strategy::word).toList();

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param word one of {@link #WORDS}
   */
  public static Strategy of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
