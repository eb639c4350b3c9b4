import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A server on the loopback interface that gives every call the same answer, until the process ends. */
public final class JsonServer {
  private JsonServer() {}

  public static URI answering(int status, Map<String, String> headers, String json) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    server.createContext("/", call -> {
      call.getRequestBody().readAllBytes();
      call.getResponseHeaders().set("Content-Type", "application/json");
      headers.forEach(call.getResponseHeaders()::set);
      call.sendResponseHeaders(status, body.length);
      call.getResponseBody().write(body);
      call.close();
    });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
