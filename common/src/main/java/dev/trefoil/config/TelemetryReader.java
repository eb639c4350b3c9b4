package dev.trefoil.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code telemetry}: where traces and metrics of calls go, and how many. */
final class TelemetryReader {
  private static final long MOST_FLUSH_MILLIS = 10_000;

  /** The one that OTLP's receivers share and that needs no other server: OTLP over HTTP. */
  private static final String PROTOCOL = "http/protobuf";

  private TelemetryReader() {}

  static TelemetryConfig read(ConfigMap telemetry) {
    Optional<URI> endpoint = endpoint(telemetry);
    if (telemetry.has("protocol")) {
      telemetry.word("protocol", List.of(PROTOCOL));
    }
    Map<String, KeySource> headers = new LinkedHashMap<>();
    telemetry.map("headers").ifPresent(section -> headers(section, headers));
    double sampling = telemetry.decimal("sampling", 0, 1).orElse(1);
    TelemetryConfig read =
        new TelemetryConfig(
            endpoint,
            headers,
            sampling,
            telemetry.flag("contents"),
            telemetry.millis("flushMs", MOST_FLUSH_MILLIS).orElse(TelemetryConfig.FLUSH));
    telemetry.refuseTheRest();
    return read;
  }

  private static Optional<URI> endpoint(ConfigMap telemetry) {
    // Empty once filled from the environment, it is as if it were not there.
    Optional<URI> endpoint =
        telemetry
            .optionalText("endpoint", "https?://[^/?#]+(/[^?#]*)?", "a URL with https or http")
            .flatMap(text -> uri(telemetry, text));
    return endpoint;
  }

  private static Optional<URI> uri(ConfigMap telemetry, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      telemetry.mistake("endpoint", "is not a URL");
      return Optional.empty();
    }
    telemetry.mistake("endpoint", "is not a URL with a host, and without a password");
    return Optional.empty();
  }

  private static void headers(ConfigMap section, Map<String, KeySource> headers) {
    for (String name : section.names()) {
      if (HttpReader.wrongHeader(name).isPresent()) {
        section.mistake(name, "is not the name of a header");
      }
      KeySource.read(section, name).ifPresent(source -> headers.put(name, source));
    }
    section.refuseTheRest();
  }
}
