package dev.trefoil.openai;

import dev.trefoil.chat.Deadline;
import dev.trefoil.fallback.CallFailedException;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.UnknownModelException;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Answers chat calls in OpenAI's form and in the short one. */
public final class ChatEndpoint {
  private final Gateway gateway;
  private final ChatParser parser;
  private final Clock clock;
  private final Optional<Duration> keepAlive;

  /**
   * @param keepAlive how often a stream sends a comment until its answer begins; empty for none
   */
  public ChatEndpoint(Gateway gateway, Clock clock, Optional<Duration> keepAlive) {
    this.gateway = gateway;
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
  public void completions(byte[] body, String requestId, Deadline deadline, ResponseSink sink)
      throws ApiException, IOException {
    ChatCall call = parser.completions(body);
    if (call.request().stream()) {
      stream(call, requestId, deadline, sink);
    } else {
      whole(call, requestId, deadline).sendCompletion(call.dropped(), sink);
    }
  }

  /** Answers {@code POST /chat}; throws as {@link #completions} does. */
  public void prompt(byte[] body, String requestId, Deadline deadline, ResponseSink sink)
      throws ApiException, IOException {
    ChatCall call = parser.prompt(body);
    whole(call, requestId, deadline).sendShort(call.dropped(), sink);
  }

  private WholeAnswer whole(ChatCall call, String requestId, Deadline deadline)
      throws ApiException {
    WholeAnswer answer = new WholeAnswer(requestId, created());
    try {
      gateway.chat(call.model(), call.request(), requestId, deadline, answer);
      return answer;
    } catch (UnknownModelException e) {
      throw Failures.of(e);
    } catch (CallFailedException e) {
      throw Failures.of(e);
    }
  }

  private void stream(ChatCall call, String requestId, Deadline deadline, ResponseSink sink)
      throws ApiException, IOException {
    try (EventStream events = new EventStream(requestId, call.dropped(), sink, keepAlive)) {
      try {
        gateway.chat(
            call.model(),
            call.request(),
            requestId,
            deadline,
            new StreamedAnswer(requestId, created(), call.includeUsage(), events));
      } catch (UnknownModelException e) {
        throw Failures.of(e);
      } catch (CallFailedException e) {
        if (!events.isOpen()) {
          throw Failures.of(e);
        }
        events.fail(Failures.of(e));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private long created() {
    return clock.instant().getEpochSecond();
  }
}
