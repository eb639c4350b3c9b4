package dev.trefoil.door.files;

import dev.trefoil.door.Problem;
import dev.trefoil.http.Query;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a list is asked for, as OpenAI's lists of files and vector stores are.
 *
 * @param limit how many at most
 * @param newestFirst the order
 * @param after the id that the page follows
 * @param before the id that the page ends before
 */
record ListQuery(int limit, boolean newestFirst, Optional<String> after, Optional<String> before) {

  /**
   * @param most the largest {@code limit}
   * @param usual that of a query that says none
   * @throws Problem 400 when a parameter is none
   */
  static ListQuery of(Query query, int most, int usual) throws Problem {
    String limit = query.last("limit").orElse(Integer.toString(usual));
    if (!limit.matches("[0-9]{1,9}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > most) {
      throw Problem.invalid("limit", "'limit' must be from 1 to " + most + ".");
    }
    String order = query.last("order").orElse("desc");
    if (!order.equals("asc") && !order.equals("desc")) {
      throw Problem.invalid("order", "'order' must be asc or desc.");
    }
    return new ListQuery(
        Integer.parseInt(limit),
        order.equals("desc"),
        query.last("after").filter(id -> !id.isEmpty()),
        query.last("before").filter(id -> !id.isEmpty()));
  }

  /** A page. */
  record Page<T>(List<T> items, boolean more) {}

  /**
   * Cuts the page.
   *
   * @param newest all of the list, the newest first
   * @param id of an item
   * @throws Problem 400 when {@code after} or {@code before} is none of the list
   */
  <T> Page<T> page(List<T> newest, Function<T, String> id) throws Problem {
    List<T> all = newestFirst ? newest : newest.reversed();
    int from = after.isPresent() ? place(all, id, after.get(), "after") + 1 : 0;
    int end = before.isPresent() ? place(all, id, before.get(), "before") : all.size();
    int to = Math.min(Math.max(from, end), from + limit);
    return new Page<>(all.subList(from, to), to < end);
  }

  private static <T> int place(List<T> all, Function<T, String> id, String wanted, String param)
      throws Problem {
    for (int i = 0; i < all.size(); i++) {
      if (id.apply(all.get(i)).equals(wanted)) {
        return i;
      }
    }
    throw Problem.invalid(param, "'" + param + "' names nothing of the list.");
  }
}
