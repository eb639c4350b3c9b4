// DynamoDB's numbers: 38 decimal digits, from 1E-130 to 9.99…E+125.
package dev.trefoil.emulators.dynamodb;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads, bounds, adds and writes numbers ("Data types", DynamoDB Developer Guide). */
final class Numbers {
  private static final int DIGITS = 38;
  private static final int LARGEST = 125;
  private static final int SMALLEST = -130;
  private static final Pattern FORM =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE]([+-]?[0-9]+))?");

  /** The longest exponent that is read at all; the rest of the number cannot make up for more. */
  private static final int EXPONENT_DIGITS = 8;

  private static final String OVERFLOW =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  private static final String UNDERFLOW =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";

  private Numbers() {}

  /**
   * Reads one.
   *
   * @throws Refusal for what is none, or none that can be stored
   */
  static BigDecimal parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Refusal.invalid(
          "The parameter cannot be converted to a numeric value"
              + (text.isEmpty() ? "" : ": " + text));
    }
    String exponent = matcher.group(1);
    if (exponent != null && exponent.replaceFirst("^[+-]?0*", "").length() > EXPONENT_DIGITS) {
      String digits = text.substring(0, matcher.start(1) - 1);
      if (new BigDecimal(digits).signum() == 0) {
        return BigDecimal.ZERO;
      }
      throw Refusal.invalid(exponent.startsWith("-") ? UNDERFLOW : OVERFLOW);
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int magnitude = number.precision() - number.scale() - 1;
    if (magnitude > LARGEST) {
      throw Refusal.invalid(OVERFLOW);
    }
    if (magnitude < SMALLEST) {
      throw Refusal.invalid(UNDERFLOW);
    }
    if (number.precision() > DIGITS) {
      throw Refusal.invalid("Attempting to store more than 38 significant digits in a Number");
    }
    return number;
  }

  /**
   * Adds.
   *
   * @throws Refusal when the sum cannot be stored; the service calls also those an overflow that
   *     have too many digits (observed by ScyllaDB's tests of Alternator, test_number.py)
   */
  static BigDecimal sum(BigDecimal a, BigDecimal b) {
    BigDecimal sum = a.add(b).stripTrailingZeros();
    if (sum.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int magnitude = sum.precision() - sum.scale() - 1;
    if (magnitude > LARGEST || sum.precision() > DIGITS) {
      throw Refusal.invalid(OVERFLOW);
    }
    if (magnitude < SMALLEST) {
      throw Refusal.invalid(UNDERFLOW);
    }
    return sum;
  }

  /** As it stands in JSON: without an exponent. */
  static String write(BigDecimal number) {
    return number.toPlainString();
  }
}
