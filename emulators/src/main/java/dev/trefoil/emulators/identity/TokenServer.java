// How any token service deals with a request: faults, answer, a line in the ledger.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpHandler;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpDelivery;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP server of one token service. */
public final class TokenServer implements TokenService {

  private final String service;
  private final TokenProtocol protocol;
  private final TokenLedger ledger;
  private final Clock clock;
  private final Controls controls = new Controls(Failure.Sort.TOKEN);
  private final HttpServer server;

  private TokenServer(
      String service,
      TokenProtocol protocol,
      TokenLedger ledger,
      Clock clock,
      Function<HttpHandler, HttpServer> start) {
    this.service = service;
    this.protocol = protocol;
    this.ledger = ledger;
    this.clock = clock;
    this.server = start.apply(this::handle);
  }

  /**
   * Starts it.
   *
   * @param service its name in the ledger
   * @param start starts a server that gives its requests to this handler
   */
  public static TokenServer start(
      String service,
      TokenProtocol protocol,
      TokenLedger ledger,
      Clock clock,
      Function<HttpHandler, HttpServer> start) {
    return new TokenServer(service, protocol, ledger, clock, start);
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public Controls controls() {
    return controls;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpRequest request, HttpExchange exchange)
      throws IOException, InterruptedException {
    try {
      respond(request, exchange);
    } catch (IOException e) {
      controls.noteAbandoned();
      throw e;
    }
  }

  private void respond(HttpRequest request, HttpExchange exchange)
      throws IOException, InterruptedException {
    Optional<String> operation = protocol.operation(request);
    Optional<Failure> atOnce = controls.takeImmediateFailure();
    if (atOnce.isPresent()) {
      note(operation, atOnce.get().kind(), Origin.NOBODY);
      fail(atOnce.get(), exchange);
      return;
    }
    Optional<Failure> failure =
        operation.isPresent() ? controls.takeAnswerFailure() : Optional.empty();
    Optional<Flaw> flaw =
        failure.orElse(null) instanceof Failure.Flawed flawed
            ? Optional.of(flawed.flaw())
            : Optional.empty();
    TokenAnswer answer = protocol.answer(request, flaw);
    note(operation, answer.outcome(), answer.origin());
    if (answer.status() == 200) {
      new HttpDelivery(exchange, controls).whole(answer.body(), answer.headers(), failure);
    } else {
      exchange.send(answer.status(), answer.headers(), answer.body());
    }
  }

  private void fail(Failure failure, HttpExchange exchange) throws IOException {
    switch (failure) {
      case Failure.Outage outage -> send(protocol.failed(503, Optional.empty()), exchange);
      case Failure.Throttle throttle -> {
        TokenAnswer answer = protocol.failed(429, Optional.empty());
        var seconds = throttle.retryAfterSeconds();
        send(
            seconds.isPresent()
                ? answer.with("retry-after", Integer.toString(seconds.getAsInt()))
                : answer,
            exchange);
      }
      case Failure.NativeError error ->
          send(protocol.failed(error.status(), error.body()), exchange);
      case Failure.Reset reset -> exchange.reset();
      case Failure.Silent silent -> {
        exchange.awaitClientGone();
        controls.noteAbandoned();
      }
      default -> throw new IllegalStateException(failure.kind() + " does not strike at once");
    }
  }

  private static void send(TokenAnswer answer, HttpExchange exchange) throws IOException {
    exchange.send(answer.status(), answer.headers(), answer.body());
  }

  private void note(Optional<String> operation, String outcome, Origin origin) {
    operation.ifPresent(
        name ->
            ledger.note(new TokenLedger.Exchange(clock.instant(), service, name, outcome, origin)));
  }
}
