package dev.trefoil.telemetry;

import dev.trefoil.telemetry.PrometheusText.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * One metric: a number, or a histogram, for each combination of its labels' values. There are only
 * so many, since callers may name any model: those after them are counted together, under the value
 * {@value #OTHER}. Used by many threads at once.
 */
final class Series {
  /** What the labels of those say that there are too many of. */
  static final String OTHER = "other";

  /** How many combinations are told apart. */
  static final int MOST = 500;

  private final String name;
  private final Type type;
  private final String help;
  private final List<String> labels;
  private final double[] bounds;
  private final Map<List<String>, Values> all = new ConcurrentHashMap<>();

  /** What was measured of one combination. */
  private static final class Values {
    final DoubleAdder sum = new DoubleAdder();
    final AtomicLong[] buckets;
    volatile double last;

    Values(int bounds) {
      buckets = new AtomicLong[bounds + 1];
      for (int i = 0; i <= bounds; i++) {
        buckets[i] = new AtomicLong();
      }
    }
  }

  /**
   * @param bounds of a histogram's buckets, ascending; none for another type
   */
  Series(String name, Type type, String help, List<String> labels, double... bounds) {
    this.name = name;
    this.type = type;
    this.help = help;
    this.labels = List.copyOf(labels);
    this.bounds = bounds;
  }

  /** Adds to a counter. */
  void add(double number, String... values) {
    of(values).sum.add(number);
  }

  /** What a gauge says from now on. */
  void set(double number, String... values) {
    of(values).last = number;
  }

  /** Puts a value into a histogram. */
  void observe(double value, String... values) {
    Values of = of(values);
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    of.buckets[bucket].incrementAndGet();
    of.sum.add(value);
  }

  private Values of(String... values) {
    List<String> key = List.of(values);
    Values known = all.get(key);
    if (known != null) {
      return known;
    }
    List<String> counted = all.size() < MOST ? key : Collections.nCopies(labels.size(), OTHER);
    return all.computeIfAbsent(counted, ignored -> new Values(bounds.length));
  }

  void write(PrometheusText text) {
    text.metric(name, type, help);
    all.forEach(
        (values, measured) -> {
          switch (type) {
            case COUNTER -> text.sample(name, labels, values, measured.sum.sum());
            case GAUGE -> text.sample(name, labels, values, measured.last);
            case HISTOGRAM -> histogram(text, values, measured);
          }
        });
  }

  private void histogram(PrometheusText text, List<String> values, Values measured) {
    List<String> names = plus(labels, "le");
    long count = 0;
    for (int i = 0; i <= bounds.length; i++) {
      count += measured.buckets[i].get();
      String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
      text.sample(name + "_bucket", names, plus(values, bound), count);
    }
    text.sample(name + "_sum", labels, values, measured.sum.sum());
    text.sample(name + "_count", labels, values, count);
  }

  private static List<String> plus(List<String> all, String one) {
    List<String> more = new ArrayList<>(all);
    more.add(one);
    return more;
  }
}
