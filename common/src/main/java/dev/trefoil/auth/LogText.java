package dev.trefoil.auth;

/** Text of others, fit for a line of the log: none may begin a line of its own, or fill the log. */
final class LogText {
  private static final int LONGEST = 256;

  private LogText() {}

  static String of(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("\\p{Cntrl}", "?");
  }
}
