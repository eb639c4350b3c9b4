package dev.trefoil.chat;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a call belongs in its sender's trace: the header {@code traceparent} of W3C Trace Context
 * (Recommendation of November 2021, 3.2), always as version 00.
 *
 * @param text 55 characters: version, trace, parent and flags
 */
public record Traceparent(String text) {
  /** The header's name, and that of the field in records and messages. */
  public static final String NAME = "traceparent";

  private static final int LENGTH = 55;

  /**
   * A text that is known to be one.
   *
   * @throws IllegalArgumentException when it is none
   */
  public Traceparent {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a traceparent");
    }
  }

  /**
   * Reads a header. What is none starts no error: the call goes on without a trace (3.2.2). Of a
   * later version the parts that are known are kept (3.2.4).
   */
  public static Optional<Traceparent> parse(String header) {
    boolean later = header.length() >= LENGTH && isHex(header, 0, 2) && !header.startsWith("00");
    if (!later) {
      return isValid(header) ? Optional.of(new Traceparent(header)) : Optional.empty();
    }
    boolean readable =
        !header.startsWith("ff")
            && (header.length() == LENGTH || header.charAt(LENGTH) == '-')
            && isHex(header, LENGTH - 2, LENGTH);
    if (!readable) {
      return Optional.empty();
    }
    boolean sampled = (Character.digit(header.charAt(LENGTH - 1), 16) & 1) == 1;
    return parse("00" + header.substring(2, LENGTH - 2) + (sampled ? "01" : "00"));
  }

  /** Of all that belongs together: 32 hexadecimal digits. */
  public String traceId() {
    return text.substring(3, 35);
  }

  /** Of the span whose children name it: 16 hexadecimal digits. */
  public String spanId() {
    return text.substring(36, 52);
  }

  /** Whether whoever sends it records the trace. */
  public boolean isSampled() {
    return (Character.digit(text.charAt(LENGTH - 1), 16) & 1) == 1;
  }

  /**
   * That of a span.
   *
   * @param traceId 32 hexadecimal digits, not all zero
   * @param spanId not zero
   * @param sampled whether the trace is recorded
   */
  public static Traceparent of(String traceId, long spanId, boolean sampled) {
    return new Traceparent(
        "00-" + traceId + "-" + HexFormat.of().toHexDigits(spanId) + (sampled ? "-01" : "-00"));
  }

  private static boolean isValid(String text) {
    return text.length() == LENGTH
        && text.startsWith("00-")
        && isId(text, 3, 35)
        && text.charAt(35) == '-'
        && isId(text, 36, 52)
        && text.charAt(52) == '-'
        && isHex(text, 53, LENGTH);
  }

  /** Hexadecimal digits, not all of them zero. */
  private static boolean isId(String text, int from, int to) {
    boolean any = false;
    for (int i = from; i < to; i++) {
      any |= text.charAt(i) != '0';
    }
    return any && isHex(text, from, to);
  }

  /** Small letters only: a capital one makes it invalid. */
  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }
}
