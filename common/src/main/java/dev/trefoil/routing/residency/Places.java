package dev.trefoil.routing.residency;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The places that residency is told in: the European Union as a whole, the Asia-Pacific region, and
 * the countries outside the Union by their ISO 3166 codes, except that the United Kingdom is {@code
 * uk}.
 */
public final class Places {
  private static final String APAC = "apac";

  /** What {@link #APAC} holds; Bedrock's profiles of that name stay within it. */
  private static final Set<String> IN_APAC =
      Set.of("au", "hk", "id", "in", "jp", "kr", "my", "nz", "sg", "th", "tw");

  /** All names. */
  public static final List<String> NAMES =
      List.of(
          "eu", "us", APAC, "ae", "au", "bh", "br", "ca", "ch", "cl", "cn", "hk", "id", "il", "in",
          "jp", "kr", "mx", "my", "no", "nz", "qa", "sa", "sg", "th", "tw", "uk", "za");

  private Places() {}

  /** Whether a place is one of the others, or part of one. */
  public static boolean isWithin(String place, Collection<String> others) {
    return others.contains(place) || (IN_APAC.contains(place) && others.contains(APAC));
  }
}
