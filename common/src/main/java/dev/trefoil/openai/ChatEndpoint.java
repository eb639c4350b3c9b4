package dev.trefoil.openai;

import dev.trefoil.fallback.AbandonedException;
import dev.trefoil.fallback.AnswerListener;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.Call;
import dev.trefoil.fallback.CallFailedException;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.RoutingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Answers chat calls in OpenAI's form and in the short one. */
public final class ChatEndpoint {
  private final Gateway gateway;
  private final Access access;
  private final ChatParser parser;
  private final Clock clock;
  private final Optional<Duration> keepAlive;

  /**
   * @param keepAlive how often a stream sends a comment while nothing else is sent; empty for none
   */
  public ChatEndpoint(Gateway gateway, Clock clock, Optional<Duration> keepAlive) {
    this.gateway = gateway;
    this.access = new Access(gateway);
    this.parser = new ChatParser(gateway.defaultRoute());
    this.clock = clock;
    this.keepAlive = keepAlive;
  }

  /**
   * Answers {@code POST /v1/chat/completions}.
   *
   * @throws ApiException when the call is answered with an error; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public void completions(byte[] body, CallFacts facts, ResponseSink sink)
      throws ApiException, IOException {
    ChatCall call = parser.completions(body, facts.wishes());
    access.check(facts.caller(), call.model(), call.wishes());
    if (call.request().stream()) {
      stream(call, facts, sink);
    } else {
      WholeAnswer answer = new WholeAnswer(facts.requestId(), created());
      answer.sendCompletion(get(call, facts, new Cancellation(), answer), call.dropped(), sink);
    }
  }

  /** Answers {@code POST /chat}; throws as {@link #completions} does. */
  public void prompt(byte[] body, CallFacts facts, ResponseSink sink)
      throws ApiException, IOException {
    ChatCall call = parser.prompt(body, facts.wishes());
    access.check(facts.caller(), call.model(), call.wishes());
    WholeAnswer answer = new WholeAnswer(facts.requestId(), created());
    answer.sendShort(get(call, facts, new Cancellation(), answer), call.dropped(), sink);
  }

  private void stream(ChatCall call, CallFacts facts, ResponseSink sink)
      throws ApiException, IOException {
    Cancellation gone = new Cancellation();
    try (EventStream events =
            new EventStream(facts.requestId(), call.dropped(), sink, keepAlive, gone);
        StreamedAnswer answer =
            new StreamedAnswer(facts.requestId(), created(), call.includeUsage(), events)) {
      try {
        events.done(get(call, facts, gone, answer));
      } catch (ApiException e) {
        if (!events.isOpen()) {
          throw e;
        }
        events.fail(e);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Answered get(ChatCall call, CallFacts facts, Cancellation gone, AnswerListener listener)
      throws ApiException, IOException {
    try {
      return gateway.chat(
          call.model(),
          call.wishes(),
          call.request(),
          new Call(facts.requestId(), facts.caller().name(), facts.deadline(), gone),
          listener);
    } catch (RoutingException e) {
      throw Failures.of(e);
    } catch (CallFailedException e) {
      throw Failures.of(e);
    } catch (AbandonedException e) {
      throw e.refusal().orElseGet(() -> new UncheckedIOException(new IOException(e)));
    }
  }

  private long created() {
    return clock.instant().getEpochSecond();
  }
}
