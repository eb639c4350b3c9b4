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
import dev.trefoil.provider.RequestField;
import dev.trefoil.provider.http.Exchange;
import dev.trefoil.provider.http.SseReader;
import java.io.IOException;
import java.net.URI;
import java.util.function.Function;

/**
 * Chat models behind {@code POST {baseUrl}/responses}. Nothing is kept at the service, so that a
 * conversation can go on anywhere.
 *
 * <p>A service that does not know a mark of reasoning again, whose keys change and whose name may
 * stand for several of them, is asked once more without any.
 */
final class ResponsesChatModel implements ChatModel {
  private static final String UNKNOWN_MARK = "invalid_encrypted_content";

  private final OpenAiClient client;
  private final OpenAiSettings settings;
  private final Function<String, Capabilities> models;

  ResponsesChatModel(
      OpenAiClient client, OpenAiSettings settings, Function<String, Capabilities> models) {
    this.client = client;
    this.settings = settings;
    this.models = models;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    Capabilities can = models.apply(model);
    Dialect dialect = settings.dialect().of(model);
    CallForm.Fitted fitted = dialect.responseCalls().fit(request);
    ChatRequest whole =
        can.system() ? fitted.request() : Instructions.withinConversation(fitted.request());
    ReasoningMarks marks = new ReasoningMarks(settings.resource(), model);
    ResponsesWriter writer = new ResponsesWriter(whole, model, can, dialect, marks);
    ResponsesAnswer answer = new ResponsesAnswer(fitted.answering(listener), model, marks);
    try (Exchange exchange =
        begin(writer, settings.responses(model), true, request.stream(), context)) {
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

  private Exchange begin(
      ResponsesWriter writer, URI uri, boolean remembers, boolean stream, CallContext context)
      throws ProviderException {
    Exchange exchange = client.send(uri, writer.body(remembers), stream, context);
    if (OpenAiClient.isAnswer(exchange)) {
      return exchange;
    }
    ErrorBody error = OpenAiClient.error(exchange);
    if (remembers && error.code().equals(UNKNOWN_MARK)) {
      return begin(writer, uri, false, stream, context);
    }
    throw OpenAiClient.refused(exchange, error.withParam(chatParam(error.param())));
  }

  /** The field to blame in the spelling that all fields have here, which is chat completions'. */
  private static String chatParam(String param) {
    if (param.equals("input") || param.startsWith("input[")) {
      return RequestField.MESSAGES.path();
    }
    return switch (param) {
      case "max_output_tokens" -> RequestField.MAX_TOKENS.path();
      case "reasoning.effort" -> RequestField.REASONING_EFFORT.path();
      case "text.verbosity" -> ResponsesWriter.VERBOSITY;
      default -> param.startsWith("text.format") ? RequestField.RESPONSE_FORMAT.path() : param;
    };
  }

  private static void whole(Exchange exchange, ResponsesAnswer answer)
      throws ProviderException, IOException {
    byte[] body = exchange.whole();
    if (body.length > 0 && body[0] == '[') { // An answer is an object; a list is one of errors.
      throw OpenAiErrors.inAnswer(ErrorBody.read(body, body.length));
    }
    answer.take(Response.read(body));
    answer.finish();
  }

  private static void stream(Exchange exchange, Cancellation cancellation, ResponsesAnswer answer)
      throws ProviderException, IOException {
    if (exchange.isJson()) { // Some servers cannot stream, or refuse under 200.
      whole(exchange, answer);
      return;
    }
    SseReader events = exchange.eventsWithWhole();
    while (!answer.isComplete() && events.next()) {
      if (cancellation.isCancelled()) {
        throw Failures.cancelled();
      }
      if (!events.dataStartsWith('{')) {
        if (events.isError()) {
          throw OpenAiErrors.inAnswer(ErrorBody.read(events.data(), events.length()));
        }
        continue; // A sign of life, empty or in words.
      }
      ResponseEvent event = ResponseEvent.read(events.data(), events.length());
      if (event.error() || events.isError()) {
        throw OpenAiErrors.inAnswer(ErrorBody.read(events.data(), events.length()));
      }
      answer.take(event);
    }
    answer.finish();
    exchange.drain();
  }
}
