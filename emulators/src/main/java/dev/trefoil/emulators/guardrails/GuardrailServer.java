// What the emulated guardrail services share: JSON in, JSON out, and failures on demand.
package dev.trefoil.emulators.guardrails;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on loopback, counts what it is asked, and fails as often as it is told to. */
public final class GuardrailServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a service does with a request. */
  public interface Service {
    /**
     * Answers with an object.
     *
     * @param body a missing node where it is no JSON
     * @throws RefusedException with the service's own error
     */
    JsonNode answer(HttpRequest request, JsonNode body) throws RefusedException;

    /** The service's own error at a status. */
    HttpError error(int status);
  }

  private final Service service;
  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private final ConcurrentLinkedQueue<Integer> failures = new ConcurrentLinkedQueue<>();

  private GuardrailServer(Service service) {
    this.service = service;
    this.server = HttpServer.start(0, this::handle);
  }

  /** Starts one on any free port. */
  public static GuardrailServer start(Service service) {
    return new GuardrailServer(service);
  }

  /** Its URL, without a last slash. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** How often it was asked. */
  public int calls() {
    return calls.get();
  }

  /** Answers the next requests so, one a status; 0 closes the connection, 200 is no JSON. */
  public void fail(int... statuses) {
    for (int status : statuses) {
      failures.add(status);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpRequest request, HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    Optional<Integer> failure = Optional.ofNullable(failures.poll());
    if (failure.isPresent()) {
      fail(failure.get(), exchange);
      return;
    }
    try {
      send(exchange, 200, new Headers(), service.answer(request, read(request.body())));
    } catch (RefusedException e) {
      HttpError error = e.error();
      send(exchange, error.status(), error.headers(), error.body());
    }
  }

  private void fail(int status, HttpExchange exchange) throws IOException {
    byte[] nonsense = "<html>".getBytes(StandardCharsets.UTF_8);
    switch (status) {
      case 0 -> exchange.sendPart(200, Headers.of("content-type", "text/html"), nonsense, 1);
      case 200 -> exchange.send(200, Headers.of("content-type", "text/html"), nonsense);
      default -> {
        HttpError error = service.error(status);
        send(exchange, error.status(), error.headers(), error.body());
      }
    }
  }

  private static JsonNode read(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static void send(HttpExchange exchange, int status, Headers headers, JsonNode body)
      throws IOException {
    exchange.send(
        status,
        headers.add("content-type", "application/json"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
