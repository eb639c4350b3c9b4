package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.CallForm;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.Exchange;
import dev.trefoil.provider.http.SseReader;
import java.io.IOException;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Claude models behind {@code POST /v1/messages}. In a stream {@code message_stop} is the end mark:
 * without it no answer is complete, whatever its stop reason.
 */
final class AnthropicChatModel implements ChatModel {
  /** The API's own patterns; the length of ids is what it gives itself, with room. */
  static final CallForm CALLS =
      new CallForm(
          Pattern.compile("[a-zA-Z0-9_-]{1,64}"),
          Pattern.compile("[a-zA-Z0-9_-]{1,128}"),
          128,
          true);

  private final MessagesClient client;
  private final AnthropicSettings settings;
  private final Function<String, Capabilities> models;

  AnthropicChatModel(
      MessagesClient client, AnthropicSettings settings, Function<String, Capabilities> models) {
    this.client = client;
    this.settings = settings;
    this.models = models;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    Cancellation cancellation = context.cancellation();
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    CallForm.Fitted fitted = CALLS.fit(request);
    Plan plan = Plan.of(fitted.request(), model, models.apply(model), settings.dialect());
    byte[] body = RequestWriter.write(plan, model);
    if (body.length > settings.dialect().longestBody()) {
      throw new ProviderException(
          ProviderException.Kind.CONTEXT_TOO_LONG,
          "the service takes requests of at most %d bytes"
              .formatted(settings.dialect().longestBody()));
    }
    AnthropicAnswer answer = new AnthropicAnswer(fitted.answering(listener), plan, model);
    try (Exchange exchange =
        client.post(settings.messages(model, request.stream()), request, body, context)) {
      exchange.tell(listener);
      if (exchange.status() != 200) {
        throw MessagesClient.refused(exchange);
      } else if (request.stream()) {
        stream(exchange, cancellation, answer);
      } else {
        byte[] whole = exchange.whole();
        take(whole, whole.length, answer);
      }
      answer.finish();
    } catch (IOException e) {
      throw Exchange.brokenOff(e, answer.hasBegun(), cancellation);
    }
  }

  private void stream(Exchange exchange, Cancellation cancellation, AnthropicAnswer answer)
      throws ProviderException, IOException {
    SseReader events = exchange.events();
    while (!answer.isComplete() && events.next()) {
      if (cancellation.isCancelled()) {
        throw Failures.cancelled();
      }
      take(events.data(), events.length(), answer);
    }
    if (answer.isComplete()) {
      exchange.drain();
    }
  }

  private void take(byte[] bytes, int length, AnthropicAnswer answer)
      throws ProviderException, IOException {
    MessageEvent event = MessageEvent.read(bytes, length);
    if (event.type().equals("error")) {
      throw AnthropicErrors.inAnswer(ErrorBody.read(bytes, length));
    }
    answer.take(event);
  }
}
