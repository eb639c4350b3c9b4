// How any HTTP model service deals with a request: journal, faults, credentials, checks, answer.
package dev.trefoil.emulators.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Oddity;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpHandler;
import dev.trefoil.emulators.net.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers a model service's requests in the vendor's protocol.
 *
 * @param <R> the protocol's request
 */
public final class HttpModelService<R> implements HttpHandler {

  private final String service;
  private final HttpProtocol<R> protocol;
  private final Controls controls;

  /** A service of this name, which speaks this protocol and does as it is told. */
  public HttpModelService(String service, HttpProtocol<R> protocol, Controls controls) {
    this.service = service;
    this.protocol = protocol;
    this.controls = controls;
    protocol.live(controls.clock());
  }

  @Override
  public void handle(HttpRequest request, HttpExchange exchange)
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
    Verdict verdict = protocol.authenticate(request);
    RequestJournal.note(controls, service, request, verdict);
    Optional<Failure> failure = controls.takeImmediateFailure();
    if (failure.isPresent()) {
      fail(failure.get(), exchange);
    } else if (verdict instanceof Verdict.Rejected rejected) {
      send(protocol.unauthenticated(rejected), exchange);
    } else {
      try {
        answer(protocol.read(request), exchange);
      } catch (RefusedException e) {
        send(e.error(), exchange);
      }
    }
  }

  private void fail(Failure failure, HttpExchange exchange) throws IOException {
    switch (failure) {
      case Failure.Outage outage -> send(protocol.outage(), exchange);
      case Failure.Throttle throttle ->
          send(protocol.throttled(throttle.retryAfterSeconds()), exchange);
      case Failure.NativeError error ->
          send(protocol.error(error.status(), error.body()), exchange);
      case Failure.Reset reset -> exchange.reset();
      case Failure.Silent silent -> {
        exchange.awaitClientGone();
        controls.noteAbandoned();
      }
      default -> throw new IllegalStateException(failure.kind() + " does not strike at once");
    }
  }

  private void answer(R request, HttpExchange exchange)
      throws IOException, InterruptedException, RefusedException {
    Optional<Failure> failure = controls.takeAnswerFailure();
    if (failure.orElse(null) instanceof Failure.ContextLength) {
      throw new RefusedException(protocol.contextTooLong());
    }
    Reply reply =
        failure.orElse(null) instanceof Failure.ContentFilter
            ? new Reply.Json(protocol.filtered(request))
            : controls.takeReply().orElseGet(() -> new Reply.Json(protocol.answer(request)));
    Optional<Oddity> oddity = OddAnswers.of(failure);
    boolean streams =
        protocol.streams(request)
            && !(protocol.mayNotStream() && oddity.equals(Optional.of(Oddity.WHOLE_FOR_STREAM)));
    if (!streams && oddity.equals(Optional.of(Oddity.ERROR_IN_STREAM))) {
      throw new RefusedException(protocol.outage());
    }
    if (streams) {
      var events =
          switch (reply) {
            case Reply.Json json -> protocol.split(json.json(), request);
            case Reply.Events given -> given.events();
          };
      var steps = Schedule.of(OddAnswers.events(events, oddity), protocol::isToken, failure);
      new HttpDelivery(exchange, controls).stream(steps, protocol);
    } else {
      JsonNode answer =
          switch (reply) {
            case Reply.Json json -> json.json();
            case Reply.Events given -> protocol.join(given.events());
          };
      JsonNode whole = OddAnswers.without(answer, oddity);
      new HttpDelivery(exchange, controls)
          .whole(
              whole.toString().getBytes(StandardCharsets.UTF_8),
              protocol.answerHeaders(request, whole),
              failure);
    }
  }

  private static void send(HttpError error, HttpExchange exchange) throws IOException {
    Headers headers = Headers.of("content-type", "application/json");
    error
        .headers()
        .asMap()
        .forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
    exchange.send(
        error.status(), headers, error.body().toString().getBytes(StandardCharsets.UTF_8));
  }
}
