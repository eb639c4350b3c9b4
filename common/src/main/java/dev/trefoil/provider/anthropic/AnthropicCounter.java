package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.json.JsonCursor;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.TokenCounter;
import dev.trefoil.provider.http.Exchange;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Function;

/** Has prompts counted by {@code POST /v1/messages/count_tokens}. */
final class AnthropicCounter implements TokenCounter {
  private final MessagesClient client;
  private final AnthropicSettings settings;
  private final Function<String, Capabilities> models;

  AnthropicCounter(
      MessagesClient client, AnthropicSettings settings, Function<String, Capabilities> models) {
    this.client = client;
    this.settings = settings;
    this.models = models;
  }

  @Override
  public long count(ChatRequest request, String model, CallContext context)
      throws ProviderException {
    ChatRequest fitted = AnthropicChatModel.CALLS.fit(request).request();
    Plan plan = Plan.of(fitted, model, models.apply(model), settings.dialect());
    byte[] body = RequestWriter.writePrompt(plan, model);
    try (Exchange exchange = client.post(settings.countTokens(), request, body, context)) {
      if (exchange.status() != 200) {
        throw MessagesClient.refused(exchange);
      }
      return tokens(exchange.whole())
          .orElseThrow(
              () -> new ProviderException(Kind.OVERLOADED, "an answer without input_tokens"));
    } catch (IOException e) {
      throw Exchange.brokenOff(e, false, context.cancellation());
    }
  }

  private static OptionalLong tokens(byte[] answer) throws IOException {
    OptionalLong[] tokens = {OptionalLong.empty()};
    try (JsonCursor json = new JsonCursor(answer, answer.length)) {
      json.object(
          name -> {
            if (name.equals("input_tokens")) {
              tokens[0] = json.number();
            } else {
              json.skip();
            }
          });
      json.end();
    }
    return tokens[0];
  }
}
