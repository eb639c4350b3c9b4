package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingPreferences;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the caller's headers say of the way that its call is to go. */
final class PreferenceHeaders {
  private static final String TASK = "x-trefoil-task";

  private PreferenceHeaders() {}

  /**
   * @throws Problem 400 when a header is malformed
   */
  static RoutingPreferences of(Headers headers) throws Problem {
    Optional<String> task = headers.first(TASK);
    List<String> residency =
        headers.all(Router.RESIDENCY).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(place -> place.strip().toLowerCase(Locale.ROOT))
            .toList();
    if (residency.contains("")) {
      throw malformed(Router.RESIDENCY + " must be one or more places with commas between them.");
    }
    Optional<String> most = headers.first(Router.MAX_COST);
    if (most.isPresent() && !most.get().matches("[0-9]{1,6}(\\.[0-9]{1,12})?")) {
      throw malformed(Router.MAX_COST + " must be a number of US dollars.");
    }
    return new RoutingPreferences(
        task,
        Optional.empty(),
        List.of(),
        false,
        residency,
        most.isPresent()
            ? OptionalDouble.of(Double.parseDouble(most.get()))
            : OptionalDouble.empty());
  }

  private static Problem malformed(String message) {
    return Problem.of(400, "invalid_header", message);
  }
}
