package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.ModelCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.fallback.Answered;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TokenCount;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Requirements;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Answers calls in the form of OpenAI's Responses. */
public final class ResponsesEndpoint {
  private final ModelCalls calls;
  private final ResponsesParser parser;
  private final KeptResponses kept;
  private final Clock clock;
  private final Optional<Duration> keepAlive;

  /**
   * @param keepAlive how often a stream sends a comment while nothing else is sent; empty for none
   */
  public ResponsesEndpoint(
      Gateway gateway, KeptResponses kept, Clock clock, Optional<Duration> keepAlive) {
    this.calls = new ModelCalls(gateway);
    this.parser = new ResponsesParser(kept);
    this.kept = kept;
    this.clock = clock;
    this.keepAlive = keepAlive;
  }

  /**
   * Answers {@code POST /v1/responses}.
   *
   * @throws Problem when the call is answered with an error; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public void create(byte[] body, CallInfo info, ResponseSink sink) throws Problem, IOException {
    ResponsesCall call = parser.create(body, info);
    calls.check(info, call);
    if (call.request().stream()) {
      stream(call, info, sink);
    } else {
      whole(call, info, sink);
    }
  }

  /** Answers calls that were kept. */
  KeptEndpoint kept() {
    return new Later();
  }

  private final class Later implements KeptEndpoint {
    @Override
    public KeptCall read(JrsValue request, CallInfo info) throws Problem {
      ResponsesCall call = parser.create(request, info);
      KeptCall.requireWhole(call.request().stream());
      return CallForm.of(call);
    }

    @Override
    public void answer(KeptCall later, CallInfo info, ResponseSink sink)
        throws Problem, IOException {
      if (!(later instanceof KeptCall.Chat chat)) {
        throw new IllegalArgumentException("no response: " + later.path());
      }
      ResponsesCall call = CallForm.read(chat, kept);
      calls.check(info, call);
      whole(call, info, sink);
    }
  }

  private void whole(ResponsesCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    WholeResponse answer = new WholeResponse(call, created());
    Answered answered = calls.whole(call, info, answer);
    keep(answer.response(), info);
    answer.send(info.requestId(), answered, call.dropped(), sink);
  }

  private void stream(ResponsesCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    Cancellation gone = new Cancellation();
    try (StreamedResponse answer =
            new StreamedResponse(call, created(), response -> keep(response, info));
        EventStream events =
            new EventStream(info.requestId(), answer, call.dropped(), sink, keepAlive, gone)) {
      answer.to(events);
      calls.streamed(call, info, gone, events, answer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void keep(Response response, CallInfo info) {
    if (response.store()) {
      response.kept(kept.keep(info, response.toKeep()));
    }
  }

  /**
   * Answers {@code POST /v1/responses/input_tokens} as the service counts, or with an estimate, and
   * says where it is one.
   *
   * @throws Problem 400 when the request is malformed, 403 when the caller may not ask for its
   *     model
   */
  public void count(byte[] body, CallInfo info, ResponseSink sink) throws Problem, IOException {
    TokenCount count = count(parser.count(body, info), info);
    Headers headers = ResponseHeaders.unanswered(info.requestId(), "application/json");
    if (count.estimated()) {
      headers.set("x-trefoil-usage", "estimated");
    }
    byte[] answer =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("object", "response.input_tokens");
              json.writeNumberField("input_tokens", count.tokens());
              json.writeEndObject();
            });
    try (OutputStream out = sink.start(200, headers)) {
      out.write(answer);
    }
  }

  private TokenCount count(ResponsesCall call, CallInfo info) throws Problem {
    if (call.model().equals(ResponsesParser.ANY_MODEL)) {
      return new TokenCount(Requirements.of(call.request()).size().tokens(""), true);
    }
    calls.check(info, call);
    return calls.count(call, info);
  }

  private long created() {
    return clock.instant().getEpochSecond();
  }
}
