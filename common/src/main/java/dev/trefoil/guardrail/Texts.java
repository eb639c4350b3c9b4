package dev.trefoil.guardrail;

import dev.trefoil.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Walks over the texts of something twice: to collect them, and to put others in their place. JSON
 * is taken apart into its texts, so that it is JSON afterwards.
 */
final class Texts {
  private final UnaryOperator<String> each;

  private Texts(UnaryOperator<String> each) {
    this.each = each;
  }

  /** Adds every text to a list. */
  static Texts collecting(List<String> all) {
    return new Texts(
        text -> {
          all.add(text);
          return text;
        });
  }

  /** Puts other texts in the places of those that were collected, in the same order. */
  static Texts replacing(List<String> others) {
    Iterator<String> next = others.iterator();
    return new Texts(text -> next.next());
  }

  String plain(String text) {
    return text.isEmpty() ? text : each.apply(text);
  }

  /** A JSON value; one that is no text becomes one where another is put in its place. */
  String value(String json) {
    String other = json(json);
    return other.equals(json) || JsonTexts.mayBe(json)
        ? other
        : Json.value(out -> out.writeString(other));
  }

  /**
   * A text that may be JSON; it is as it was, letter by letter, unless one of its texts changes.
   */
  String json(String text) {
    // What is cut or no JSON is a plain text, and none of its pieces is told of then.
    List<String> pieces = new ArrayList<>();
    boolean whole =
        JsonTexts.rewritten(
                text,
                piece -> {
                  pieces.add(piece);
                  return piece;
                })
            .isPresent();
    if (!whole) {
      return plain(text);
    }
    List<String> others = pieces.stream().map(this::plain).toList();
    if (others.equals(pieces)) {
      return text;
    }
    Iterator<String> next = others.iterator();
    return JsonTexts.rewritten(text, piece -> next.next()).orElseThrow();
  }
}
