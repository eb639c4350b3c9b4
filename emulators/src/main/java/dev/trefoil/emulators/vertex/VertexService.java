// How the emulated Vertex AI deals with a call: journal, faults, credentials, checks, answer.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.Oddity;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.service.OddAnswers;
import dev.trefoil.emulators.service.RequestJournal;
import dev.trefoil.emulators.service.Schedule;
import dev.trefoil.emulators.service.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers one method's calls.
 *
 * @param <R> the request
 * @param <A> the response
 */
final class VertexService<R extends Message, A extends Message> implements VertexCalls.Answerer<R> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String service;
  private final VertexMethod<R, A> method;
  private final BearerVerifier tokens;
  private final Controls controls;

  VertexService(
      String service, VertexMethod<R, A> method, BearerVerifier tokens, Controls controls) {
    this.service = service;
    this.method = method;
    this.tokens = tokens;
    this.controls = controls;
  }

  @Override
  public void answer(VertexExchange exchange, R request) throws InterruptedException {
    Map<String, List<String>> headers = exchange.headers();
    Verdict verdict =
        tokens.verifyHeader(Optional.ofNullable(headers.get("authorization")).map(List::getFirst));
    Verdict.Accepted caller = RequestJournal.caller(verdict);
    controls.record(
        new JournalEntry(
            Instant.now(),
            service,
            "POST",
            exchange.path(),
            RequestJournal.withoutCredentials(headers),
            json(request),
            caller.principal(),
            caller.origin()),
        request.getSerializedSize());
    Optional<Failure> failure = controls.takeImmediateFailure();
    if (failure.isPresent()) {
      fail(failure.get(), exchange);
    } else if (verdict instanceof Verdict.Rejected rejected) {
      exchange.fail(VertexErrors.denied(rejected));
    } else {
      try {
        method.check(request);
        answerValid(exchange, request);
      } catch (VertexRefusal e) {
        exchange.fail(e.status());
      }
    }
  }

  @Override
  public void abandoned() {
    controls.noteAbandoned();
  }

  private static void fail(Failure failure, VertexExchange exchange) throws InterruptedException {
    switch (failure) {
      case Failure.Outage outage -> exchange.fail(VertexErrors.outage());
      case Failure.Throttle throttle ->
          exchange.fail(VertexErrors.throttled(throttle.retryAfterSeconds()));
      case Failure.NativeError error ->
          exchange.fail(VertexErrors.at(error.status(), error.body()));
      case Failure.Reset reset -> exchange.reset();
      case Failure.Silent silent -> exchange.awaitClientGone();
      default -> throw new IllegalStateException(failure.kind() + " does not strike at once");
    }
  }

  private void answerValid(VertexExchange exchange, R request)
      throws InterruptedException, VertexRefusal {
    Optional<Failure> failure = controls.takeAnswerFailure();
    if (failure.orElse(null) instanceof Failure.ContextLength) {
      throw new VertexRefusal(method.contextTooLong());
    }
    boolean filtered = failure.orElse(null) instanceof Failure.ContentFilter;
    Optional<Reply> reply = filtered ? Optional.empty() : controls.takeReply();
    A usual = filtered ? method.filtered(request) : method.answer(request);
    Optional<Oddity> oddity = OddAnswers.of(failure);
    if (exchange.streams()) {
      List<A> events =
          switch (reply.orElse(null)) {
            case Reply.Json json -> method.split(method.read(json.json()));
            case Reply.Events given -> read(given);
            case null -> method.split(usual);
          };
      exchange.start();
      deliver(Schedule.of(odd(events, oddity), method::isToken, failure), exchange);
    } else {
      A whole =
          switch (reply.orElse(null)) {
            case Reply.Json json -> method.read(json.json());
            case Reply.Events given -> method.join(read(given));
            case null -> usual;
          };
      if (oddity.equals(Optional.of(Oddity.ERROR_IN_STREAM))) {
        throw new VertexRefusal(VertexErrors.outage());
      }
      List<A> answer = odd(List.of(whole), oddity);
      deliver(Schedule.of(answer, response -> true, plain(failure)), exchange);
    }
  }

  private List<A> read(Reply.Events given) {
    return given.events().stream().map(method::read).toList();
  }

  /** In the odd form, as far as a message, whose texts are of whole characters, can have it. */
  private List<A> odd(List<A> events, Optional<Oddity> oddity) {
    if (oddity.isEmpty()) {
      return events;
    }
    return events.stream()
        .map(event -> method.read(OddAnswers.without(ProtoJson.of(event), oddity)))
        .toList();
  }

  /**
   * A plain answer is one token: whatever breaks, breaks before it. It is one message, too: nothing
   * can come after it.
   */
  private static Optional<Failure> plain(Optional<Failure> failure) {
    return failure
        .filter(f -> !(f instanceof Failure.Odd))
        .map(
            f ->
                switch (f) {
                  case Failure.Stall stall -> new Failure.Stall(0);
                  case Failure.Cut cut -> new Failure.Cut(0);
                  default -> f;
                });
  }

  private void deliver(List<Step<A>> steps, VertexExchange exchange) throws InterruptedException {
    for (Step<A> step : steps) {
      switch (step) {
        case Step.Send<A> send -> {
          await(send.token());
          exchange.send(send.event());
        }
        case Step.SendBroken<A> send -> {
          await(send.token());
          exchange.sendBroken();
        }
        case Step.Delay<A> delay -> {
          if (exchange.clientLeavesWithin(delay.millis())) {
            return;
          }
        }
        case Step.Stall<A> stall -> {
          exchange.start();
          exchange.awaitClientGone();
          return;
        }
        case Step.Heartbeats<A> heartbeats -> {
          // gRPC has some of its own, below what a client of the service sees.
          exchange.awaitClientGone();
          return;
        }
        case Step.Endless<A> endless -> {
          while (!exchange.clientLeavesWithin(exchange.isReady() ? 0 : 1)) {
            exchange.send(endless.event());
          }
          return;
        }
        case Step.Fail<A> fail -> {
          exchange.fail(VertexErrors.outage());
          return;
        }
        case Step.Cut<A> cut -> {
          exchange.cut();
          return;
        }
      }
    }
    exchange.finish();
  }

  private void await(int token) throws InterruptedException {
    if (token >= 0) {
      controls.pace().beforeToken(token);
    }
  }

  private static JsonNode json(Message request) {
    try {
      return JSON.readTree(JsonFormat.printer().print(request));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new IllegalStateException("a request that was parsed can be printed", e);
    }
  }
}
