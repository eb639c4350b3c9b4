// The console's page on one machine. A browser lets it ask where it comes from alone, and so what
// it
// asks of a cloud goes through here.
package dev.trefoil.local.switchboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.console.ConsolePage;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.http.Exchanges;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives the page, and hands on its calls: {@code /gateways/aws/v1/usage}. */
final class Console implements AutoCloseable {
  private static final String GATEWAYS = "/gateways/";
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int BUFFER = 1 << 13;

  /** Longer than a stream of events lasts. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> ASKED =
      List.of("authorization", "accept", "content-type", "last-event-id");

  private static final List<String> ANSWERED =
      List.of("content-type", "x-request-id", "retry-after", "cache-control");

  private final ConsolePage page;
  private final Map<String, FunctionHost> hosts;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param services that can be made to fail
   * @param all whose calls it shows
   */
  Console(Collection<String> services, List<FunctionHost> all) {
    hosts = all.stream().collect(Collectors.toMap(FunctionHost::name, Function.identity()));
    page = ConsolePage.beside(site(services, all).toString());
  }

  private static ObjectNode site(Collection<String> services, List<FunctionHost> all) {
    ObjectNode site = Json.object();
    ArrayNode gateways = site.putArray("gateways");
    for (FunctionHost host : all) {
      gateways
          .addObject()
          .put("name", host.name())
          .put("url", ".." + GATEWAYS + host.name() + "/v1");
    }
    site.put("switchboard", "..");
    ArrayNode breakable = site.putArray("services");
    for (String service : services) {
      breakable.add(service);
    }
    return site;
  }

  /** Answers what is the console's; false for all else. */
  boolean answers(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (ConsolePage.isOf(path)) {
      file(exchange, path);
      return true;
    }
    Optional<FunctionHost> host = host(path);
    if (host.isPresent()) {
      handOn(exchange, host.get());
    }
    return host.isPresent();
  }

  private Optional<FunctionHost> host(String path) {
    if (!path.startsWith(GATEWAYS)) {
      return Optional.empty();
    }
    return Optional.ofNullable(hosts.get(path.substring(GATEWAYS.length()).split("/", 2)[0]));
  }

  private void file(HttpExchange exchange, String path) throws IOException {
    String encodings =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Encoding")).orElse("");
    ConsolePage.Answer answer = page.answer(exchange.getRequestMethod(), path, encodings);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    Exchanges.send(exchange, answer.status(), answer.body());
  }

  private void handOn(HttpExchange exchange, FunctionHost host) throws IOException {
    Optional<byte[]> body = Exchanges.body(exchange, MAX_BODY_BYTES);
    if (body.isEmpty()) {
      Exchanges.send(exchange, 413, "text/plain", "The body is too large.\n");
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target(exchange.getRequestURI(), host))
            .timeout(PATIENCE)
            .method(
                exchange.getRequestMethod(),
                body.get().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body.get()));
    for (String name : ASKED) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      Exchanges.send(exchange, 502, "text/plain", host.name() + " does not answer.\n");
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
      return;
    }
    for (String name : ANSWERED) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
    }
    try (InputStream in = response.body()) {
      exchange.sendResponseHeaders(response.statusCode(), 0);
      try (OutputStream out = exchange.getResponseBody()) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    }
  }

  private static URI target(URI asked, FunctionHost host) {
    String path = asked.getRawPath().substring(GATEWAYS.length() + host.name().length());
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    return URI.create("http://127.0.0.1:" + host.port() + (path.isEmpty() ? "/" : path) + query);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
