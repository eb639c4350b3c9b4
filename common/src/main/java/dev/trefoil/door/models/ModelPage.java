package dev.trefoil.door.models;

import dev.trefoil.door.Problem;
import dev.trefoil.http.Query;
import dev.trefoil.routing.Route;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A part of the list of models.
 *
 * @param more whether there are more in the direction that was asked for
 */
record ModelPage(List<Route> routes, boolean more) {
  private static final int MOST = 1000;

  ModelPage {
    routes = List.copyOf(routes);
  }

  /**
   * By Anthropic's {@code limit}, and {@code after_id} or {@code before_id}; without them, all.
   *
   * @throws Problem 400 when one of them cannot be read
   */
  static ModelPage of(List<Route> routes, Query query) throws Problem {
    int limit = limit(query.last("limit"));
    Optional<String> before = query.last("before_id");
    if (before.isPresent()) {
      int end = index(routes, before.get(), "before_id");
      int from = Math.max(0, end - limit);
      return new ModelPage(routes.subList(from, end), from > 0);
    }
    Optional<String> after = query.last("after_id");
    int from = after.isEmpty() ? 0 : index(routes, after.get(), "after_id") + 1;
    int end = Math.min(routes.size(), from + limit);
    return new ModelPage(routes.subList(from, end), end < routes.size());
  }

  private static int limit(Optional<String> limit) throws Problem {
    if (limit.isEmpty()) {
      return MOST;
    }
    if (limit.get().matches("[0-9]{1,4}")) {
      int wanted = Integer.parseInt(limit.get());
      if (wanted >= 1 && wanted <= MOST) {
        return wanted;
      }
    }
    throw Problem.invalid("limit", "'limit' must be from 1 to " + MOST + ".");
  }

  private static int index(List<Route> routes, String name, String param) throws Problem {
    return IntStream.range(0, routes.size())
        .filter(i -> routes.get(i).name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.invalid(param, "'" + param + "' names no model of the list."));
  }
}
