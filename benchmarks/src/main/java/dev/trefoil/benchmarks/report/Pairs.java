// Two sides that were measured in turn, and how far their relation can be trusted.
package dev.trefoil.benchmarks.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Ratios of ours to theirs, each of two values measured one right after the other, so that what
 * drifts on the machine drifts for both.
 */
public final class Pairs {
  /** Of a standard normal distribution, so that 95 of 100 lie within as many on either side. */
  private static final double NINETY_FIVE = 1.96;

  private final Sample ours;
  private final Sample theirs;
  private final double[] ratios;

  /**
   * @param ours in the order of measuring
   * @param theirs as many, in the same order
   */
  public Pairs(List<Double> ours, List<Double> theirs) {
    if (ours.size() != theirs.size()) {
      throw new IllegalArgumentException(ours.size() + " values beside " + theirs.size());
    }
    this.ours = Sample.of(ours);
    this.theirs = Sample.of(theirs);
    this.ratios =
        IntStream.range(0, ours.size())
            .mapToDouble(i -> ours.get(i) / theirs.get(i))
            .sorted()
            .toArray();
  }

  Sample ours() {
    return ours;
  }

  Sample theirs() {
    return theirs;
  }

  /** The median of the ratios. */
  double ratio() {
    return Sample.of(ratios).median();
  }

  /**
   * The lower 95 % bound of the median: a rank of the ratios, whatever their distribution (the
   * binomial's normal approximation; David and Nagaraja, "Order Statistics", 7.1). Of few pairs it
   * is the smallest.
   */
  double lower() {
    return ratios[Math.max(0, rank())];
  }

  /** The upper 95 % bound of the median. */
  double upper() {
    return ratios[ratios.length - 1 - Math.max(0, rank())];
  }

  private int rank() {
    return (int) Math.floor((ratios.length - NINETY_FIVE * Math.sqrt(ratios.length)) / 2) - 1;
  }

  /** {@code 1.01 × (0.99–1.03)}. */
  @Override
  public String toString() {
    return "%s × (%s–%s)"
        .formatted(Sample.number(ratio()), Sample.number(lower()), Sample.number(upper()));
  }
}
