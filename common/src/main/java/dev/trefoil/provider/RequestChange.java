package dev.trefoil.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What is done to a request so that one target can take it. */
public sealed interface RequestChange {
  /**
   * Leaves out what the target has no word for and the answer does not need. The caller is told.
   *
   * @param names what the caller is told, in OpenAI's spelling
   * @param matters whether it may change what the answer says, so that a target that takes it is
   *     asked first
   */
  record Drop(RequestField field, List<String> names, boolean matters) implements RequestChange {
    public Drop {
      names = List.copyOf(names);
    }
  }

  /**
   * Sends the most that the target takes in place of more. The caller is told.
   *
   * @param most in the unit of the field
   */
  record Clamp(RequestField field, double most) implements RequestChange {
    /** As the caller is told it: {@code max_tokens=64000}. */
    public String words() {
      return field.path() + "=" + BigDecimal.valueOf(most).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Says in words what of a schema the target has no keyword for, or nothing of it. The caller is
   * told.
   *
   * @param path of the schema, in OpenAI's spelling
   */
  record Describe(String path) implements RequestChange {}

  /**
   * Leaves out what asks for nothing else than what the target does anyway, or, of {@link
   * RequestField#STREAM}, for the same in pieces. The caller need not know.
   */
  record Omit(RequestField field) implements RequestChange {}

  /**
   * Sends the field as it is, after targets that have not refused it lately: it cannot be left out.
   */
  record Avoid(RequestField field) implements RequestChange {}

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

  /** What the caller is told that the target saw otherwise. */
  static List<String> altered(List<RequestChange> changes) {
    List<String> words = new ArrayList<>();
    for (RequestChange change : changes) {
      if (change instanceof Clamp clamp) {
        words.add(clamp.words());
      } else if (change instanceof Describe describe) {
        words.add(describe.path());
      }
    }
    return words;
  }

  /** Whether a target that needs none of these is asked before the one that does. */
  static boolean matter(List<RequestChange> changes) {
    for (RequestChange change : changes) {
      boolean matters =
          switch (change) {
            case Drop drop -> drop.matters();
            case Omit omit -> false;
            case Clamp clamp -> true;
            case Describe describe -> false;
            case Avoid avoid -> true;
            case Refuse refuse -> true;
          };
      if (matters) {
        return true;
      }
    }
    return false;
  }

  /** Whether they end in a refusal. */
  static boolean refuse(List<RequestChange> changes) {
    return changes.size() == 1 && changes.getFirst() instanceof Refuse;
  }
}
