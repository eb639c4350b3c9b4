package dev.trefoil.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A pattern of a caller's JSON Schema, matched in a time that grows with text and pattern only. The
 * JDK's engine goes back and tries again, for ever if the pattern is made so, and cannot be
 * stopped: some of its ways read no character between them, so that not even a text that counts
 * would know. RE2 knows what JSON Schema recommends (Core, "Regular Expressions") and more, but no
 * looking ahead or behind and no back references.
 */
final class LinearPattern {
  /** Instructions that a pattern may be compiled to; counted repeats multiply them. */
  private static final int MOST_INSTRUCTIONS = 10_000;

  /** Instructions times characters that are one step of {@link Effort}. */
  private static final int A_STEP = 16;

  private static final java.util.regex.Pattern REPEAT =
      java.util.regex.Pattern.compile("\\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?\\}");

  private static final java.util.regex.Pattern UNICODE =
      java.util.regex.Pattern.compile("u([0-9a-fA-F]{4})");

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Empty for a pattern that RE2 does not know, or that is too large for it. */
  static Optional<LinearPattern> of(String text) {
    Reading reading = new Reading(text);
    if (!reading.isKnown() || reading.instructions() > MOST_INSTRUCTIONS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LinearPattern(Pattern.compile(reading.translated())));
    } catch (PatternSyntaxException | StackOverflowError e) {
      // As said. It unrolls repeats within repeats by calling itself, further than was estimated.
      return Optional.empty();
    }
  }

  /**
   * Whether it is found anywhere in the text.
   *
   * @throws Effort.ExhaustedException when that takes too much
   */
  boolean isIn(String text, Effort effort) {
    effort.spend((long) (text.length() + 1) * pattern.programSize() / A_STEP);
    try {
      return pattern.matcher(text).find();
    } catch (StackOverflowError e) {
      throw new Effort.ExhaustedException("it leads too deep into a pattern");
    }
  }

  /**
   * A pattern, read once to translate ECMA-262's {@code \\uXXXX}, which RE2 writes in another way,
   * and to estimate what it is compiled to, before RE2 unrolls repeats within repeats.
   */
  private static final class Reading {
    private final String text;
    private final StringBuilder translated;
    private final Deque<Long> outer = new ArrayDeque<>();
    private boolean known = true;
    private long sum;
    private long last;
    private int at;

    Reading(String text) {
      this.text = text;
      this.translated = new StringBuilder(text.length());
      while (at < text.length()) {
        step();
      }
      while (!outer.isEmpty()) {
        sum += outer.pop();
      }
    }

    String translated() {
      return translated.toString();
    }

    long instructions() {
      return sum;
    }

    /** Whether it has none of RE2's own words, which would be misread here. */
    boolean isKnown() {
      return known;
    }

    private void step() {
      switch (text.charAt(at)) {
        case '\\' -> {
          escape();
          atom(1);
        }
        case '[' -> {
          characters();
          atom(1);
        }
        case '(' -> {
          outer.push(sum);
          sum = 0;
          last = 0;
          copy(1);
        }
        case ')' -> {
          long group = sum + 2;
          sum = outer.isEmpty() ? 0 : outer.pop();
          atom(group);
          copy(1);
        }
        case '{' -> repeat();
        default -> {
          atom(1);
          copy(1);
        }
      }
    }

    private void atom(long size) {
      last = size;
      sum += size;
    }

    private void copy(int length) {
      int end = Math.min(text.length(), at + length);
      translated.append(text, at, end);
      at = end;
    }

    private void escape() {
      Matcher unicode = UNICODE.matcher(text).region(at + 1, text.length());
      if (unicode.lookingAt()) {
        translated.append("\\x{").append(unicode.group(1)).append('}');
        at = unicode.end();
        return;
      }
      known &= !text.startsWith("\\Q", at);
      boolean named = text.startsWith("\\p{", at) || text.startsWith("\\P{", at);
      named |= text.startsWith("\\x{", at);
      copy(2);
      if (named) {
        int end = text.indexOf('}', at);
        copy((end < 0 ? text.length() : end + 1) - at);
      }
    }

    private void characters() {
      copy(text.startsWith("[^", at) ? 2 : 1);
      if (at < text.length() && text.charAt(at) == ']') {
        copy(1);
      }
      while (at < text.length() && text.charAt(at) != ']') {
        if (text.charAt(at) == '\\') {
          escape();
        } else {
          known &= !text.startsWith("[:", at);
          copy(1);
        }
      }
      copy(1);
    }

    private void repeat() {
      Matcher repeat = REPEAT.matcher(text).region(at, text.length());
      if (!repeat.lookingAt()) {
        atom(1);
        copy(1);
        return;
      }
      int least = Integer.parseInt(repeat.group(1));
      boolean open = repeat.group(2) != null && repeat.group(3).isEmpty();
      int most = repeat.group(2) == null || open ? least : Integer.parseInt(repeat.group(3));
      long times = Math.max(least, most) + (open ? 1L : 0L);
      sum += Math.min(Integer.MAX_VALUE, last * Math.max(0, times - 1));
      last = Math.min(Integer.MAX_VALUE, last * Math.max(1, times));
      copy(repeat.end() - at);
    }
  }
}
