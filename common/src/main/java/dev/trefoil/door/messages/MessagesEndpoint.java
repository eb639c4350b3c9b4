package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.attempt.Trail;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.ModelCall;
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
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Answers calls in the form of Anthropic's Messages. */
public final class MessagesEndpoint {
  private final Gateway gateway;
  private final ModelCalls calls;
  private final Optional<Duration> keepAlive;

  /**
   * @param keepAlive how often a stream sends a ping while nothing else is sent; empty for none
   */
  public MessagesEndpoint(Gateway gateway, Optional<Duration> keepAlive) {
    this.gateway = gateway;
    this.calls = new ModelCalls(gateway);
    this.keepAlive = keepAlive;
  }

  /**
   * Answers {@code POST /v1/messages}.
   *
   * @throws Problem when the call is answered with an error; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  void create(DoorCall http, ResponseSink sink) throws Problem, IOException {
    CallInfo info = http.info();
    MessagesCall call = MessagesParser.create(http.body(), http.headers(), info.preferences());
    calls.check(info, call);
    if (call.request().stream()) {
      stream(call, info, sink);
    } else {
      whole(call, info, sink);
    }
  }

  /** Answers calls that were kept, which have no headers. */
  KeptEndpoint kept() {
    return new Later();
  }

  private final class Later implements KeptEndpoint {
    @Override
    public KeptCall read(JrsValue request, CallInfo info) throws Problem {
      MessagesCall call = MessagesParser.create(request, new Headers(), info.preferences());
      return KeptCall.Chat.of(MessagesDoor.MESSAGES, call, KeptCall.Chat.NO_FORM);
    }

    @Override
    public void answer(KeptCall kept, CallInfo info, ResponseSink sink)
        throws Problem, IOException {
      KeptCall.Chat call = KeptCall.Chat.of(kept);
      calls.check(info, call);
      whole(call, info, sink);
    }
  }

  private void whole(ModelCall call, CallInfo info, ResponseSink sink) throws Problem, IOException {
    WholeAnswer answer = new WholeAnswer(info.requestId());
    Answered answered = calls.whole(call, info, answer);
    answer.send(answered, call.dropped(), sink);
  }

  private void stream(MessagesCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    Cancellation gone = new Cancellation();
    MessageStream form = new MessageStream(info.requestId());
    try (EventStream events =
            new EventStream(info.requestId(), form, call.dropped(), sink, keepAlive, gone);
        StreamedAnswer answer =
            new StreamedAnswer(
                info.requestId(), target -> gateway.estimate(call.request(), target), events)) {
      calls.streamed(call, info, gone, events, answer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Answers {@code POST /v1/messages/count_tokens}; throws as {@link #create} does. */
  void count(DoorCall http, ResponseSink sink) throws Problem, IOException {
    CallInfo info = http.info();
    MessagesCall call = MessagesParser.count(http.body(), http.headers(), info.preferences());
    calls.check(info, call);
    TokenCount count = calls.count(call, info);
    Headers headers = ResponseHeaders.of(info.requestId(), "application/json", Trail.NONE);
    headers.set(MessageStream.REQUEST_ID, info.requestId());
    if (count.estimated()) {
      headers.set("x-trefoil-usage", "estimated");
    }
    try (OutputStream out = sink.start(200, headers)) {
      out.write(
          Json.bytes(
              json -> {
                json.writeStartObject();
                json.writeNumberField("input_tokens", count.tokens());
                json.writeEndObject();
              }));
    }
  }
}
