package dev.trefoil.emulators.lambda;

import java.util.regex.Pattern;

/** What the platform makes of the type of an error. */
final class ErrorType {
  private static final Pattern TAKEN = Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]+.*");

  private ErrorType() {}

  /** The type that it counts: the one that was told, if it is of its form. */
  static String known(String told) {
    if (TAKEN.matcher(told).matches()) {
      return told;
    }
    return told.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
  }
}
