// Sources: "Environment Variable Specification" and "OpenTelemetry Protocol Exporter" of
// OpenTelemetry 1.5x; variables that are empty are as if they were not set.
package dev.trefoil.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What OpenTelemetry's own environment variables say, each of which holds before the file. */
public final class OtelVariables {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String METRICS = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

  /** Any of these names a receiver. A constant, so that asking for them loads no class. */
  public static final String RECEIVERS = ENDPOINT + " " + TRACES + " " + METRICS;

  private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String PROTOBUF = "http/protobuf";
  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String SAMPLER_ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";

  private final Map<String, String> env;

  public OtelVariables(Map<String, String> env) {
    this.env = env;
  }

  /**
   * Where traces go.
   *
   * @param file the base that the configuration names
   * @throws IllegalArgumentException naming a variable that says nothing sensible, as all here
   */
  public Optional<URI> traces(Optional<URI> file) {
    return isNone("OTEL_TRACES_EXPORTER") ? Optional.empty() : receiver(TRACES, "v1/traces", file);
  }

  /** Where metrics go. */
  public Optional<URI> metrics(Optional<URI> file) {
    return isNone("OTEL_METRICS_EXPORTER")
        ? Optional.empty()
        : receiver(METRICS, "v1/metrics", file);
  }

  private boolean isNone(String exporter) {
    String word = text(exporter).orElse("otlp");
    if (!word.equals("otlp") && !word.equals("none")) {
      throw wrong(exporter, "otlp or none", word);
    }
    return word.equals("none");
  }

  /** A receiver's own variable has its whole address; the base is one to which paths are added. */
  private Optional<URI> receiver(String own, String path, Optional<URI> file) {
    text(PROTOCOL)
        .filter(protocol -> !protocol.equals(PROTOBUF))
        .ifPresent(
            protocol -> {
              throw wrong(PROTOCOL, PROTOBUF, protocol);
            });
    Optional<URI> whole = text(own).map(address -> uri(own, address));
    Optional<URI> base = text(ENDPOINT).map(address -> uri(ENDPOINT, address)).or(() -> file);
    return whole.or(() -> base.map(address -> below(address, path)));
  }

  private static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
  }

  private static URI uri(String name, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && uri.getRawQuery() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrong(name, "a URL with http or https", text);
    }
    throw wrong(name, "a URL with http or https", text);
  }

  /** Headers of every request: {@code name=value,…}, values percent-encoded. */
  public Map<String, String> headers() {
    return pairs(HEADERS);
  }

  /** What is said of the process. */
  public Map<String, String> resource() {
    Map<String, String> resource = pairs("OTEL_RESOURCE_ATTRIBUTES");
    text("OTEL_SERVICE_NAME").ifPresent(name -> resource.put("service.name", name));
    return resource;
  }

  /** Never repeats what it could not read: a header may be a secret. */
  private Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text(name).map(all -> all.split(",")).orElse(new String[0])) {
      int equals = pair.indexOf('=');
      if (equals < 1 || pair.substring(0, equals).isBlank()) {
        throw new IllegalArgumentException(name + " is a list of name=value, separated by commas");
      }
      try {
        pairs.put(
            pair.substring(0, equals).strip(),
            // A plus is no space here.
            URLDecoder.decode(
                pair.substring(equals + 1).strip().replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            name + " has a value that is not percent-encoded", e.getCause());
      }
    }
    return pairs;
  }

  /** Whether requests are compressed. */
  public boolean gzip() {
    String word = text("OTEL_EXPORTER_OTLP_COMPRESSION").orElse("none");
    if (!word.equals("gzip") && !word.equals("none")) {
      throw wrong("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip or none", word);
    }
    return word.equals("gzip");
  }

  /** How long a request may take. */
  public Duration timeout() {
    return millis("OTEL_EXPORTER_OTLP_TIMEOUT", 10_000);
  }

  /** How long a span waits for others. */
  public Duration batchDelay() {
    return millis("OTEL_BSP_SCHEDULE_DELAY", 5_000);
  }

  /** How often metrics are sent. */
  public Duration metricInterval() {
    return millis("OTEL_METRIC_EXPORT_INTERVAL", 60_000);
  }

  /** How many spans may wait. */
  public int queue() {
    return whole("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 64, 1_000_000);
  }

  /**
   * The share of traces that is recorded; empty where the variables do not say.
   *
   * @throws IllegalArgumentException also for a sampler that is not one of the specification's
   */
  public OptionalDouble ratio() {
    Optional<String> sampler = text(SAMPLER);
    if (sampler.isEmpty()) {
      return OptionalDouble.empty();
    }
    return switch (sampler.get()) {
      case "always_on", "parentbased_always_on" -> OptionalDouble.of(1);
      case "always_off", "parentbased_always_off" -> OptionalDouble.of(0);
      case "traceidratio", "parentbased_traceidratio" -> OptionalDouble.of(share());
      default ->
          throw wrong(
              SAMPLER,
              "always_on, always_off or traceidratio, or one of these behind parentbased_",
              sampler.get());
    };
  }

  private double share() {
    String text = text(SAMPLER_ARGUMENT).orElse("1");
    if (text.matches("[01]|[01]?[.][0-9]{1,12}") && Double.parseDouble(text) <= 1) {
      return Double.parseDouble(text);
    }
    throw wrong(SAMPLER_ARGUMENT, "a number from 0 to 1", text);
  }

  /** Whether a caller's own decision counts: it does unless a sampler is named that heeds none. */
  public boolean heedsParent() {
    return text(SAMPLER).map(name -> name.startsWith("parentbased_")).orElse(true);
  }

  private Duration millis(String name, int unless) {
    return Duration.ofMillis(whole(name, unless, 1, 3_600_000));
  }

  private int whole(String name, int unless, int least, int most) {
    String text = text(name).orElse(String.valueOf(unless));
    if (text.matches("[0-9]{1,7}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw wrong(name, "a whole number from " + least + " to " + most, text);
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(env.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static IllegalArgumentException wrong(String name, String meaning, String text) {
    return new IllegalArgumentException(name + " is " + meaning + ", not '" + text + "'");
  }
}
