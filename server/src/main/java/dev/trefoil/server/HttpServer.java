// Google's own server for functions gives each call a thread of the system's, and 1,024 of them.
package dev.trefoil.server;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.Principal;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty, without a servlet layer: a call has a virtual thread, and none of the system's while it
 * waits.
 */
final class HttpServer {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  /** Accepting, selecting and what Jetty does beside calls. */
  private static final int SYSTEM_THREADS = 8;

  /** How many may wait to be accepted: streams come in bursts. */
  private static final int BACKLOG = 1024;

  /** A head that is longer than this takes two reads, and an open stream keeps none of it. */
  private static final int INPUT_BUFFER = 4096;

  private static final int MOST_ANSWER_HEADER_BYTES = 1 << 16;

  /** How long a call waits for its caller to send more of the body, or read more of the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How often heads are looked for that do not end: those last for two to three times as long. */
  private static final Duration HEAD_SWEEP = Duration.ofSeconds(10);

  /** Paths are judged by the core, alike on every platform; none names a file here. */
  private static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with(
          "Trefoil",
          Violation.AMBIGUOUS_EMPTY_SEGMENT,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.AMBIGUOUS_PATH_PARAMETER,
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_SEGMENT);

  private final Server server;
  private final WatchedConnector connector;
  private final OpenCalls calls = new OpenCalls();
  private final RequestCounts counts = new RequestCounts();

  /**
   * A server that is not started yet.
   *
   * @param port 0 for any
   * @param time what a call may take
   * @param principal whom the platform has verified, by a call's headers
   */
  HttpServer(
      int port,
      ServerSettings settings,
      HttpHandler core,
      Duration time,
      Function<Headers, Optional<Principal>> principal) {
    QueuedThreadPool threads = new QueuedThreadPool(SYSTEM_THREADS, 1);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        task -> {
          var unused = Thread.ofVirtual().name("trefoil-call").start(task);
        });
    server = new Server(threads);
    connector = new WatchedConnector(server, http(settings));
    settings.listen().ifPresent(connector::setHost);
    connector.setPort(port);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setShutdownIdleTimeout(PATIENCE.toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.connections(), connector));
    server.setErrorHandler(new ServerErrors());
    server.setHandler(new CallHandler(core, time, principal, calls, counts));
  }

  private static HttpConfiguration http(ServerSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(PATHS);
    http.setRequestHeaderSize(settings.headerBytes());
    http.setMaxResponseHeaderSize(MOST_ANSWER_HEADER_BYTES);
    http.setInputBufferSize(INPUT_BUFFER);
    http.setSendServerVersion(false);
    http.setIdleTimeout(PATIENCE.toMillis());
    return http;
  }

  /** Returns when it listens. */
  void start() throws Exception {
    server.start();
    sweepLater();
  }

  private void sweepLater() {
    connector
        .getScheduler()
        .schedule(
            () -> {
              connector.closeUnfinishedHeads();
              sweepLater();
            },
            HEAD_SWEEP.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Where it listens. */
  int port() {
    return connector.getLocalPort();
  }

  WatchedConnector connector() {
    return connector;
  }

  OpenCalls calls() {
    return calls;
  }

  /** How many requests there were, and are, as Prometheus reads it. */
  String metrics() {
    return counts.text(calls.open());
  }

  /** Waits until it is stopped. */
  void join() throws InterruptedException {
    server.join();
  }

  /**
   * Takes no more connections, lets the calls under way end for so long, and cuts what is left.
   * Connections are closed behind their answers.
   */
  void drain(Duration time) {
    try {
      connector.close();
      var unused = connector.shutdown();
      connector.closeIdle();
      if (!calls.awaitNone(time)) {
        LOG.log(Level.WARNING, calls.open() + " answers are cut: they took longer than " + time);
      }
      server.stop();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "the server does not stop as it should", e);
    }
  }
}
