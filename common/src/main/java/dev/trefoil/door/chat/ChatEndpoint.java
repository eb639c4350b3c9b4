package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.ModelCall;
import dev.trefoil.door.ModelCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Answers chat calls in OpenAI's form and in the short one. */
public final class ChatEndpoint {
  private static final ChunkStream CHUNKS = new ChunkStream();

  private final ModelCalls calls;
  private final ChatParser parser;
  private final Clock clock;
  private final Optional<Duration> keepAlive;

  /**
   * @param keepAlive how often a stream sends a comment while nothing else is sent; empty for none
   */
  public ChatEndpoint(Gateway gateway, Clock clock, Optional<Duration> keepAlive) {
    this.calls = new ModelCalls(gateway);
    this.parser = new ChatParser(gateway.defaultRoute());
    this.clock = clock;
    this.keepAlive = keepAlive;
  }

  /**
   * Answers {@code POST /v1/chat/completions}.
   *
   * @param deployment the model, where the path names it
   * @throws Problem when the call is answered with an error; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public void completions(
      byte[] body, Optional<String> deployment, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    ChatCall call = parser.completions(body, deployment, info.preferences());
    calls.check(info, call);
    if (call.request().stream()) {
      stream(call, info, sink);
    } else {
      whole(call, info, sink);
    }
  }

  /** Answers calls in OpenAI's form that were kept. */
  KeptEndpoint kept() {
    return new KeptCompletions();
  }

  private final class KeptCompletions implements KeptEndpoint {
    @Override
    public KeptCall read(JrsValue request, CallInfo info) throws Problem {
      ChatCall call = parser.completions(request, Optional.empty(), info.preferences());
      return KeptCall.Chat.of(ChatDoor.COMPLETIONS, call, KeptCall.Chat.NO_FORM);
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
    WholeAnswer answer = new WholeAnswer(info.requestId(), created());
    answer.sendCompletion(calls.whole(call, info, answer), call.dropped(), sink);
  }

  /** Answers {@code POST /chat}; throws as {@link #completions} does. */
  public void prompt(byte[] body, CallInfo info, ResponseSink sink) throws Problem, IOException {
    ChatCall call = parser.prompt(body, info.preferences());
    calls.check(info, call);
    WholeAnswer answer = new WholeAnswer(info.requestId(), created());
    answer.sendShort(calls.whole(call, info, answer), call.dropped(), sink);
  }

  private void stream(ChatCall call, CallInfo info, ResponseSink sink) throws Problem, IOException {
    Cancellation gone = new Cancellation();
    try (EventStream events =
            new EventStream(info.requestId(), CHUNKS, call.dropped(), sink, keepAlive, gone);
        StreamedAnswer answer =
            new StreamedAnswer(info.requestId(), created(), call.includeUsage(), events)) {
      calls.streamed(call, info, gone, events, answer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private long created() {
    return clock.instant().getEpochSecond();
  }
}
