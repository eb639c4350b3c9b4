package dev.trefoil.schema;

import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the members of one JSON value other names while its text comes in pieces, or takes it out
 * of the object that it was wrapped in, without members that are null for want of anything else.
 * Holds no more back than a name. What is not JSON of that form passes as it is.
 */
final class ValueRewriter {
  private final Map<String, String> names;
  private final boolean wrapped;
  private final Optional<NullDropper> nulls;
  private final StringBuilder held = new StringBuilder();
  private State state = State.BEFORE;
  private int depth;
  private boolean inText;
  private boolean escaped;

  private enum State {
    /** Before the object. */
    BEFORE,
    /** Where a member's name, or the object's end, is next. */
    AT_NAME,
    /** In a member's name, which is held back. */
    IN_NAME,
    /** Between a name and its value. */
    AFTER_NAME,
    /** In a member's value. */
    IN_VALUE,
    /** All is passed on. */
    PASSING,
    /** Nothing more is passed on. */
    OVER
  }

  private ValueRewriter(Map<String, String> names, boolean wrapped, Optional<NullDropper> nulls) {
    this.names = names;
    this.wrapped = wrapped;
    this.nulls = nulls;
  }

  /** From the service's form to the caller's. */
  static ValueRewriter toCaller(Renaming renaming) {
    return new ValueRewriter(
        renaming.toCaller(),
        renaming.wrapped(),
        renaming.nullable().isEmpty()
            ? Optional.empty()
            : Optional.of(new NullDropper(renaming.nullable())));
  }

  /** A whole text with other names. */
  static String rewrite(String text, Map<String, String> names) {
    ValueRewriter rewriter = new ValueRewriter(names, false, Optional.empty());
    return rewriter.take(text) + rewriter.end();
  }

  /** The next piece; returns what is known of its new form, which may be nothing. */
  String take(String piece) {
    return renamed(nulls.isEmpty() ? piece : nulls.get().take(piece));
  }

  private String renamed(String piece) {
    StringBuilder out = new StringBuilder(piece.length() + 16);
    for (int i = 0; i < piece.length(); i++) {
      take(piece.charAt(i), out);
    }
    return out.toString();
  }

  /** What is still held back once no more will come. */
  String end() {
    String rest = nulls.isEmpty() ? "" : renamed(nulls.get().end());
    rest += held;
    held.setLength(0);
    return rest;
  }

  private void take(char c, StringBuilder out) {
    switch (state) {
      case BEFORE -> {
        held.append(c);
        if (c == '{') {
          depth = 1;
          state = State.AT_NAME;
          release(out);
        } else if (!isSpace(c)) {
          pass(out);
        }
      }
      case AT_NAME -> {
        held.append(c);
        if (c == '"') {
          state = State.IN_NAME;
          if (!wrapped) {
            held.setLength(0); // The name is written anew with its quotes.
            held.append(c);
          }
        } else if (isSpace(c)) {
          release(out);
        } else {
          pass(out);
        }
      }
      case IN_NAME -> {
        held.append(c);
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          name(out);
        }
      }
      case AFTER_NAME -> {
        held.append(c);
        if (c == ':') {
          state = State.IN_VALUE;
          if (wrapped) {
            held.setLength(0);
          }
          release(out);
        } else if (!isSpace(c)) {
          pass(out);
        } else {
          release(out);
        }
      }
      case IN_VALUE -> value(c, out);
      case PASSING -> out.append(c);
      case OVER -> {}
    }
  }

  private void name(StringBuilder out) {
    String name = held.substring(held.indexOf("\""));
    String known = decoded(name);
    if (wrapped) {
      if (known.equals(Renaming.ANSWER)) {
        state = State.AFTER_NAME;
      } else {
        pass(out);
      }
      return;
    }
    String other = names.get(known);
    if (other != null) {
      held.setLength(0);
      held.append(Json.value(json -> json.writeString(other)));
    }
    out.append(held);
    held.setLength(0);
    state = State.AFTER_NAME;
  }

  private void value(char c, StringBuilder out) {
    if (inText) {
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        inText = false;
      }
    } else if (c == '"') {
      inText = true;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (c == '}' || c == ']') {
      depth--;
      if (depth == 0) {
        state = wrapped ? State.OVER : State.PASSING;
        if (wrapped) {
          return;
        }
      }
    } else if (c == ',' && depth == 1) {
      if (wrapped) {
        state = State.OVER; // A second member, which nobody asked for.
        return;
      }
      state = State.AT_NAME;
    }
    if (wrapped && depth == 1 && !inText && isSpace(c)) {
      return; // Around the value.
    }
    out.append(c);
  }

  /** Passes on what is held back, unless it is what the value is wrapped in. */
  private void release(StringBuilder out) {
    if (!wrapped) {
      out.append(held);
      held.setLength(0);
    }
  }

  private void pass(StringBuilder out) {
    out.append(held);
    held.setLength(0);
    state = State.PASSING;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  static String decoded(String quoted) {
    try {
      return Json.readAny(quoted).asText();
    } catch (IOException e) {
      return quoted; // No name that we gave.
    }
  }
}
