package dev.trefoil.door.admin;

import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Problem;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Days that a call asks for. */
final class Days {
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 9999;

  private Days() {}

  /**
   * The day of a parameter; empty where the call has none.
   *
   * @throws Problem 400 when it is none
   */
  static Optional<LocalDate> of(DoorCall call, String name) throws Problem {
    Optional<String> text = call.query().last(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.parse(text.get());
      if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
        return Optional.of(day);
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw Problem.invalid(name, "'" + name + "' is not a day such as 2026-12-31.");
  }

  /**
   * Refuses days that are too many, or in the wrong order.
   *
   * @throws Problem 400 naming {@code from} or {@code to}
   */
  static void requireSpan(LocalDate from, LocalDate to, int most) throws Problem {
    if (to.isBefore(from)) {
      throw Problem.invalid("to", "'to' is before 'from'.");
    }
    if (ChronoUnit.DAYS.between(from, to) >= most) {
      throw Problem.invalid("from", "'from' to 'to' are more than " + most + " days.");
    }
  }
}
