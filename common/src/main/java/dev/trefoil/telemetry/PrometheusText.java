// Source: "Exposition formats" of Prometheus, text format 0.0.4.
package dev.trefoil.telemetry;

import java.util.List;

/** Metrics in the form that Prometheus reads. For one thread. */
public final class PrometheusText {
  /** What it is sent as. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** What a metric is. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    private String word() {
      return switch (this) {
        case COUNTER -> "counter";
        case GAUGE -> "gauge";
        case HISTOGRAM -> "histogram";
      };
    }
  }

  private final StringBuilder text = new StringBuilder(4096);

  /** A metric begins, whose samples come next. */
  public PrometheusText metric(String name, Type type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type.word()).append('\n');
    return this;
  }

  /** A metric of one sample, without labels. */
  public PrometheusText number(String name, Type type, String help, double number) {
    return metric(name, type, help).sample(name, List.of(), List.of(), number);
  }

  /**
   * A sample.
   *
   * @param names of its labels
   * @param values of these, in their order
   */
  public PrometheusText sample(
      String name, List<String> names, List<String> values, double number) {
    text.append(name);
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? '{' : ',').append(names.get(i)).append("=\"");
      escape(values.get(i));
      text.append('"');
    }
    text.append(names.isEmpty() ? " " : "} ").append(number(number)).append('\n');
    return this;
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
