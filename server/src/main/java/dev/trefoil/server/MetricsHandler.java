package dev.trefoil.server;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.telemetry.PrometheusText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers {@code GET /metrics} at a port of its own, and nothing else. */
final class MetricsHandler implements HttpHandler {
  private final Supplier<String> metrics;

  /**
   * @param metrics all of them, as Prometheus reads them
   */
  MetricsHandler(Supplier<String> metrics) {
    this.metrics = metrics;
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    if (!call.path().equals("/metrics")) {
      send(404, "There is nothing but /metrics at this port.\n", new Headers(), sink);
    } else if (!call.method().equals("GET")) {
      send(405, "/metrics takes GET.\n", new Headers().set("allow", "GET"), sink);
    } else {
      send(200, metrics.get(), new Headers(), sink);
    }
  }

  private static void send(int status, String text, Headers headers, ResponseSink sink)
      throws IOException {
    headers.set("content-type", PrometheusText.MEDIA_TYPE);
    try (OutputStream out = sink.start(status, headers)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
