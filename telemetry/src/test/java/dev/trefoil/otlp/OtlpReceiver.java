package dev.trefoil.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * A receiver of OTLP over HTTP on loopback. It decodes what it gets by OpenTelemetry's own message
 * classes, and can refuse, or stall until it is let.
 */
public final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  public static OtlpReceiver start() throws IOException {
    OtlpReceiver receiver =
        new OtlpReceiver(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64));
    receiver.server.createContext("/", receiver::receive);
    receiver.server.setExecutor(receiver.threads);
    receiver.server.start();
    return receiver;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] body = body(exchange);
      if (gate.getCount() > 0) {
        stalled.countDown();
        gate.await();
      }
      if (status == 200) {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        switch (exchange.getRequestURI().getPath()) {
          case "/v1/traces" -> traces.add(ExportTraceServiceRequest.parseFrom(body));
          case "/v1/metrics" -> metrics.add(ExportMetricsServiceRequest.parseFrom(body));
          default -> throw new IOException("no receiver at " + exchange.getRequestURI());
        }
      }
      exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"));
    try (InputStream in =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return in.readAllBytes();
    }
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers with this from now on, and keeps nothing of what it gets. */
  void refuse(int with) {
    status = with;
  }

  /** Answers nothing until it is {@link #go let}. */
  void stall() {
    gate = new CountDownLatch(1);
  }

  void go() {
    gate.countDown();
  }

  /** Waits until a request is being stalled. */
  void awaitStalled() throws InterruptedException {
    stalled.await();
  }

  int requests() {
    return requests.get();
  }

  List<Map<String, List<String>>> headers() {
    return headers;
  }

  /** All spans, in the order in which they came. */
  public List<Span> spans() {
    return traces.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** How many traces there are. */
  public long traces() {
    return spans().stream().map(span -> hex(span.getTraceId().toByteArray())).distinct().count();
  }

  /** What was said of the process. */
  Map<String, String> resource() {
    return attributes(traces.getFirst().getResourceSpans(0).getResource().getAttributesList());
  }

  /** The last word on each metric. */
  Map<String, Metric> metrics() {
    Map<String, Metric> last = new TreeMap<>();
    metrics.stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .forEach(metric -> last.put(metric.getName(), metric));
    return last;
  }

  static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                pair ->
                    switch (pair.getValue().getValueCase()) {
                      case STRING_VALUE -> pair.getValue().getStringValue();
                      case INT_VALUE -> String.valueOf(pair.getValue().getIntValue());
                      case DOUBLE_VALUE -> String.valueOf(pair.getValue().getDoubleValue());
                      case BOOL_VALUE -> String.valueOf(pair.getValue().getBoolValue());
                      default -> pair.getValue().toString();
                    },
                (one, two) -> one,
                TreeMap::new));
  }

  static Map<String, String> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  @Override
  public void close() {
    go();
    server.stop(0);
    threads.shutdownNow();
  }
}
