// Findings as lines for a person.
package dev.trefoil.deployment.doctor;

import java.util.Locale;

/** Writes them. */
final class Findings {
  private Findings() {}

  /** A line that says what was found, and below it, where something can be done, what. */
  static String described(Finding finding) {
    return switch (finding) {
      case Finding.Fine fine -> line("ok", fine.what());
      case Finding.Note note -> line("note", note.what()) + line("", note.mend());
      case Finding.Fault fault -> line("MEND", fault.what()) + line("", fault.mend());
    };
  }

  private static String line(String mark, String text) {
    return String.format(Locale.ROOT, "%-6s%s%n", mark, text);
  }
}
