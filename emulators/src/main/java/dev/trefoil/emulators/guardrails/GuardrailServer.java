// What the emulated guardrail services share: JSON in, JSON out, and failures on demand.
package dev.trefoil.emulators.guardrails;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpDelivery;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on loopback, notes what it is asked, and fails as it is told to. */
public final class GuardrailServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "content-type";
  private static final String APPLICATION_JSON = "application/json";

  /** So many questions are kept; the oldest are dropped. */
  private static final int MOST_JUDGED = 10_000;

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

  /**
   * A question that was answered with a verdict.
   *
   * @param path without the query
   */
  public record Judged(String path, JsonNode question) {}

  private final Service service;
  private final HttpServer server;
  private final Controls controls = new Controls(Failure.Sort.CHECK);
  private final Deque<Judged> judged = new ConcurrentLinkedDeque<>();
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

  /** Its faults; of the rest it knows nothing. */
  public Controls controls() {
    return controls;
  }

  /** What has got a verdict, whole and as it should be, oldest first; the last ten thousand. */
  public List<Judged> judged() {
    return List.copyOf(judged);
  }

  /** Forgets what was judged. */
  public void clearJudged() {
    judged.clear();
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
      answer(request, exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpRequest request, HttpExchange exchange)
      throws IOException, InterruptedException {
    Optional<Failure> atOnce = controls.takeImmediateFailure();
    if (atOnce.isPresent()) {
      fail(atOnce.get(), exchange);
      return;
    }
    try {
      JsonNode question = read(request.body());
      byte[] verdict = bytes(service.answer(request, question));
      deliver(new Judged(request.path(), question), verdict, exchange);
    } catch (RefusedException e) {
      send(exchange, e.error());
    }
  }

  /** Notes the question before anybody can know of the verdict. */
  private void deliver(Judged one, byte[] verdict, HttpExchange exchange)
      throws IOException, InterruptedException {
    Optional<Failure> failure = controls.takeAnswerFailure();
    if (failure.isEmpty() || failure.get() instanceof Failure.Slow) {
      judged.add(one);
      if (judged.size() > MOST_JUDGED) {
        judged.poll();
      }
    }
    boolean whole = false;
    try {
      whole =
          new HttpDelivery(exchange, controls)
              .whole(verdict, Headers.of(TYPE, APPLICATION_JSON), failure);
    } finally {
      if (!whole) {
        judged.remove(one);
      }
    }
  }

  private void fail(Failure failure, HttpExchange exchange) throws IOException {
    switch (failure) {
      case Failure.Outage outage -> send(exchange, service.error(503));
      case Failure.Throttle throttle -> send(exchange, service.error(429));
      case Failure.NativeError error -> send(exchange, service.error(error.status()));
      case Failure.Reset reset -> exchange.reset();
      case Failure.Silent silent -> {
        exchange.awaitClientGone();
        controls.noteAbandoned();
      }
      default -> throw new IllegalStateException(failure.kind() + " does not strike at once");
    }
  }

  private void fail(int status, HttpExchange exchange) throws IOException {
    byte[] nonsense = "<html>".getBytes(StandardCharsets.UTF_8);
    switch (status) {
      case 0 -> exchange.sendPart(200, Headers.of(TYPE, "text/html"), nonsense, 1);
      case 200 -> exchange.send(200, Headers.of(TYPE, "text/html"), nonsense);
      default -> send(exchange, service.error(status));
    }
  }

  private static JsonNode read(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static void send(HttpExchange exchange, HttpError error) throws IOException {
    exchange.send(error.status(), error.headers().add(TYPE, APPLICATION_JSON), bytes(error.body()));
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
