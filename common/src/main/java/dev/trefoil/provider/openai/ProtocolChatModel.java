package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProtocolChoice;
import dev.trefoil.provider.ProviderException;
import java.util.function.Function;

/** A service's chat models, each by the protocol that it is spoken to by. */
final class ProtocolChatModel implements ChatModel {
  private final OpenAiClient client;
  private final OpenAiSettings settings;
  private final Function<String, Capabilities> models;
  private final ProtocolChoice protocols;

  ProtocolChatModel(
      OpenAiClient client, OpenAiSettings settings, Function<String, Capabilities> models) {
    this.client = client;
    this.settings = settings;
    this.models = models;
    this.protocols = new Protocols(settings.dialect(), settings.protocol());
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    // Made for each call, which costs nothing, so that of a protocol that no model needs no class
    // is loaded.
    ChatModel chosen =
        protocols.of(model, models.apply(model)) == Protocol.RESPONSES
            ? new ResponsesChatModel(client, settings, models)
            : new OpenAiChatModel(client, settings, models);
    chosen.chat(request, model, context, listener);
  }
}
