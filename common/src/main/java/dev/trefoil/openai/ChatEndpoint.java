package dev.trefoil.openai;

import dev.trefoil.chat.Deadline;
import dev.trefoil.fallback.CallFailedException;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.UnknownModelException;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** Answers chat calls in OpenAI's form and in the short one. */
public final class ChatEndpoint {
  private final Gateway gateway;
  private final ChatParser parser;
  private final Clock clock;

  public ChatEndpoint(Gateway gateway, Clock clock) {
    this.gateway = gateway;
    this.parser = new ChatParser(gateway.defaultRoute());
    this.clock = clock;
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
    WholeAnswer answer = new WholeAnswer(requestId, clock.instant().getEpochSecond());
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
    long created = clock.instant().getEpochSecond();
    try (StreamedAnswer answer =
        new StreamedAnswer(requestId, created, call.includeUsage(), call.dropped(), sink)) {
      try {
        gateway.chat(call.model(), call.request(), requestId, deadline, answer);
      } catch (UnknownModelException e) {
        throw Failures.of(e);
      } catch (CallFailedException e) {
        if (!e.started()) {
          throw Failures.of(e);
        }
        answer.fail(Failures.of(e));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
