package dev.trefoil.schema;

import java.util.BitSet;
import java.util.Set;

/**
 * Leaves out of one JSON value the members that are null for want of anything else, while its text
 * comes in pieces. Holds no more back than a name. What is not JSON passes as it is.
 */
final class NullDropper {
  private static final String NULL = "null";

  private final Set<String> names;
  private final StringBuilder held = new StringBuilder();
  private State state = State.VALUE;
  private boolean escaped;
  private int nameAt;
  private int matched;

  /** Of the objects and lists that are open, which are objects, and which have a member. */
  private final BitSet objects = new BitSet();

  private final BitSet begun = new BitSet();
  private int depth;

  private enum State {
    /** Where a value, or anything after one, is next. */
    VALUE,
    /** In a text that is no name. */
    TEXT,
    /** Where a member's name, or the object's end, is next. */
    AT_NAME,
    IN_NAME,
    /** Between a name and its value. */
    COLON,
    AT_VALUE,
    /** In what may be {@code null}. */
    IN_NULL
  }

  /**
   * @param names of the members that are left out
   */
  NullDropper(Set<String> names) {
    this.names = names;
  }

  /** The next piece; returns what is known of its new form, which may be nothing. */
  String take(String piece) {
    StringBuilder out = new StringBuilder(piece.length() + 16);
    for (int i = 0; i < piece.length(); i++) {
      take(piece.charAt(i), out);
    }
    return out.toString();
  }

  /** What is still held back once no more will come. */
  String end() {
    String rest = held.toString();
    held.setLength(0);
    return rest;
  }

  private void take(char c, StringBuilder out) {
    switch (state) {
      case VALUE -> value(c, out);
      case TEXT -> {
        out.append(c);
        if (endsText(c)) {
          state = State.VALUE;
        }
      }
      case AT_NAME -> {
        if (c == '"') {
          nameAt = held.length();
          hold(c, State.IN_NAME);
        } else if (isSpace(c)) {
          hold(c, state);
        } else {
          pass(c, out);
        }
      }
      case IN_NAME -> hold(c, endsText(c) ? State.COLON : state);
      case COLON -> {
        if (c == ':' || isSpace(c)) {
          hold(c, c == ':' ? State.AT_VALUE : state);
        } else {
          pass(c, out);
        }
      }
      case AT_VALUE -> {
        if (isSpace(c)) {
          hold(c, state);
        } else if (c == 'n' && names.contains(name())) {
          matched = 1;
          hold(c, State.IN_NULL);
        } else {
          member(c, out);
        }
      }
      case IN_NULL -> {
        if (c != NULL.charAt(matched)) {
          member(c, out);
        } else if (++matched < NULL.length()) {
          hold(c, state);
        } else {
          held.setLength(0);
          state = State.VALUE;
        }
      }
    }
  }

  private void value(char c, StringBuilder out) {
    if (c == ',' && depth > 0 && objects.get(depth)) {
      hold(c, State.AT_NAME);
      return;
    }
    out.append(c);
    switch (c) {
      case '"' -> state = State.TEXT;
      case '{', '[' -> {
        depth++;
        objects.set(depth, c == '{');
        begun.clear(depth);
        state = c == '{' ? State.AT_NAME : State.VALUE;
      }
      case '}', ']' -> depth = Math.max(0, depth - 1);
      default -> {
        // A part of a value, or between two.
      }
    }
  }

  private boolean endsText(char c) {
    boolean ends = c == '"' && !escaped;
    escaped = c == '\\' && !escaped;
    return ends;
  }

  private void hold(char c, State next) {
    held.append(c);
    state = next;
  }

  private String name() {
    int end = held.lastIndexOf("\"") + 1;
    return ValueRewriter.decoded(held.substring(nameAt, end));
  }

  /** Passes a member on, without the comma after one that was left out. */
  private void member(char c, StringBuilder out) {
    if (!begun.get(depth) && held.charAt(0) == ',') {
      held.deleteCharAt(0);
    }
    begun.set(depth);
    pass(c, out);
  }

  private void pass(char c, StringBuilder out) {
    out.append(held);
    held.setLength(0);
    state = State.VALUE;
    take(c, out);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
