package dev.trefoil.provider.openai;

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
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Chat models behind {@code POST {baseUrl}/chat/completions}.
 *
 * <p>A {@code finish_reason} of every choice is the end mark: with it an answer is complete even if
 * {@code [DONE]} is missing, without it none is.
 */
final class OpenAiChatModel implements ChatModel {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final OpenAiClient client;
  private final OpenAiSettings settings;
  private final Function<String, Capabilities> models;

  OpenAiChatModel(
      OpenAiClient client, OpenAiSettings settings, Function<String, Capabilities> models) {
    this.client = client;
    this.settings = settings;
    this.models = models;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    Dialect dialect = settings.dialect().of(model);
    CallForm.Fitted fitted = dialect.calls().fit(request);
    ChatRequest whole =
        models.apply(model).system()
            ? fitted.request()
            : Instructions.withinConversation(fitted.request());
    byte[] body = ChatRequestWriter.write(whole, model, dialect);
    Answer answer = new Answer(fitted.answering(listener), model, request.settings().choices());
    try (Exchange exchange =
        client.post(settings.chatCompletions(model), body, request.stream(), context)) {
      exchange.tell(listener);
      if (request.stream()) {
        stream(exchange, context.cancellation(), answer);
      } else {
        whole(exchange, answer);
      }
    } catch (IOException e) {
      throw Exchange.brokenOff(e, answer.hasContent(), context.cancellation());
    }
  }

  private static void whole(Exchange exchange, Answer answer)
      throws ProviderException, IOException {
    byte[] body = exchange.whole();
    if (body.length > 0 && body[0] == '[') { // An answer is an object; a list is one of errors.
      throw OpenAiErrors.inAnswer(ErrorBody.read(body, body.length));
    }
    Chunk whole = ChunkReader.read(body, body.length);
    if (whole.error()) {
      throw OpenAiErrors.inAnswer(ErrorBody.read(body, body.length));
    }
    answer.take(whole);
    answer.endMarked();
    answer.finish();
  }

  private static void stream(Exchange exchange, Cancellation cancellation, Answer answer)
      throws ProviderException, IOException {
    if (exchange.isJson()) { // Some servers cannot stream, or refuse under 200.
      whole(exchange, answer);
      return;
    }
    SseReader events = exchange.events();
    try {
      while (events.next()) {
        if (cancellation.isCancelled()) {
          throw Failures.cancelled();
        }
        if (events.dataIs(DONE)) {
          answer.endMarked();
          break;
        }
        if (events.isError() && !answer.isComplete()) {
          throw OpenAiErrors.inAnswer(ErrorBody.read(events.data(), events.length()));
        }
        if (!events.dataStartsWith('{')) {
          continue; // A sign of life, empty or in words.
        }
        Chunk chunk = ChunkReader.read(events.data(), events.length());
        if (chunk.error() && !answer.isComplete()) {
          throw OpenAiErrors.inAnswer(ErrorBody.read(events.data(), events.length()));
        }
        boolean complete = answer.isComplete();
        answer.take(chunk);
        if (answer.isComplete() && !complete) {
          exchange.finished();
        }
      }
    } catch (IOException e) {
      if (!answer.isComplete()) {
        throw e;
      }
    }
    answer.finish();
    exchange.drain();
  }
}
