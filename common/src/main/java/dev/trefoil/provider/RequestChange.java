package dev.trefoil.provider;

import java.util.ArrayList;
import java.util.List;

/** What is done to a request so that one target can take it. */
public sealed interface RequestChange {
  /**
   * Leaves out what the target has no word for and the answer does not need. The caller is told.
   *
   * @param names what the caller is told, in OpenAI's spelling
   */
  record Drop(RequestField field, List<String> names) implements RequestChange {
    public Drop {
      names = List.copyOf(names);
    }
  }

  /**
   * Leaves out what asks for nothing else than what the target does anyway, or, of {@link
   * RequestField#STREAM}, for the same in pieces. The caller need not know.
   */
  record Omit(RequestField field) implements RequestChange {}

  /**
   * Sends nothing: without the field the answer would not be one to the request.
   *
   * @param why for the caller
   */
  record Refuse(RequestField field, String why) implements RequestChange {}

  /** What the caller is told that the target did not see. */
  static List<String> dropped(List<RequestChange> changes) {
    List<String> names = new ArrayList<>();
    for (RequestChange change : changes) {
      if (change instanceof Drop drop) {
        names.addAll(drop.names());
      }
    }
    return names;
  }
}
