package dev.trefoil.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import dev.trefoil.endpoints.AdapterDoorContract;
import dev.trefoil.endpoints.EchoDoor;
import dev.trefoil.http.HttpHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** In the framework's own executor. */
class GcpDoorTest extends AdapterDoorContract {
  /** The framework makes it, so it brings the core along. */
  public static final class Echo implements HttpFunction {
    private final HttpEndpoint endpoint =
        new HttpEndpoint(Duration.ofSeconds(60), EchoDoor.alone());

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      endpoint.service(request, response);
    }
  }

  @Override
  protected Answer call(HttpHandler core, String method, String path, String body)
      throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    server.setHandler(HttpFunctionExecutor.forClass(Echo.class));
    server.start();
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .header("x-request-id", "call-1")
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(), answer.body(), answer.headers().firstValue("x-request-id"));
    } finally {
      server.stop();
    }
  }
}
