package dev.trefoil.gcp.server;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import dev.trefoil.gcp.ServerEndpoint;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the HTTP function in containers. The framework's own start (its Invoker, which Cloud Run
 * functions have) closes idle connections after 30 s, while load balancers keep them for longer,
 * answers requests with more than 8 KiB of headers with an empty 431, and those with some odd paths
 * with an empty 400; none of it can be set there.
 */
public final class ServerMain {
  private static final System.Logger LOG = System.getLogger(ServerMain.class.getName());

  /** As many as the framework has: a call holds one for as long as it takes. */
  private static final int THREADS = 1024;

  /**
   * How long a call waits for its caller to send more of the body, or to read more of the answer.
   * It is the framework's own; the connection's, between calls, is the owner's to set and longer.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Paths are judged by the core, alike on every platform; none names a file here. */
  private static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with(
          "Trefoil",
          Violation.AMBIGUOUS_EMPTY_SEGMENT,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.AMBIGUOUS_PATH_PARAMETER,
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_SEGMENT);

  private ServerMain() {}

  /**
   * Serves until the process ends, on all interfaces.
   *
   * @param args the port
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    Server server =
        server(Optional.empty(), port, ServerEndpoint.class, ServerLimits.of(System.getenv()));
    server.start();
    LOG.log(Level.INFO, "URL: http://localhost:" + port + "/");
    server.join();
  }

  /**
   * A server that is not started yet.
   *
   * @param host where it listens; empty for all interfaces
   */
  static Server server(
      Optional<String> host,
      int port,
      Class<? extends HttpFunction> function,
      ServerLimits limits) {
    Server server = new Server(new QueuedThreadPool(THREADS));
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(limits.headerBytes());
    http.setSendServerVersion(false);
    http.setUriCompliance(PATHS);
    http.setIdleTimeout(PATIENCE.toMillis());
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    host.ifPresent(connector::setHost);
    connector.setPort(port);
    connector.setIdleTimeout(limits.idle().toMillis());
    server.addConnector(connector);
    server.setErrorHandler(new ServerErrors());
    server.setHandler(HttpFunctionExecutor.forClass(function));
    return server;
  }
}
