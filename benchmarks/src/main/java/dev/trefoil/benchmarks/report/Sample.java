// What was measured more than once.
package dev.trefoil.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Values of one thing, measured again and again under the same conditions. */
public final class Sample {
  private final double[] sorted;

  private Sample(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  public static Sample of(double... values) {
    return new Sample(values);
  }

  public static Sample of(Collection<? extends Number> values) {
    return new Sample(values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  public double median() {
    return quantile(0.5);
  }

  /** The value below which this part of all values lies, with the values between interpolated. */
  public double quantile(double part) {
    double place = part * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The median, and between which two values the middle half lies: {@code 412 (398–431)}. */
  @Override
  public String toString() {
    return sorted.length == 1
        ? number(sorted[0])
        : "%s (%s–%s)".formatted(number(median()), number(quantile(0.25)), number(quantile(0.75)));
  }

  /** With three figures that count, and no exponent. */
  public static String number(double value) {
    double size = Math.abs(value);
    String format =
        size >= 100 || value == Math.rint(value)
            ? "%.0f"
            : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
