package dev.trefoil.provider.vertex;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.OnFirstUse;
import dev.trefoil.provider.ProtocolChoice;
import dev.trefoil.provider.ProtocolService;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which protocol Vertex AI is spoken to by: Anthropic's Messages by Claude's ids, OpenAI's chat
 * completions by ids that have a publisher, such as {@code openai/gpt-oss-120b-maas}, as "Call MaaS
 * APIs for open models" in Google Cloud's documentation has them, and generateContent by all
 * others, which are Gemini's.
 */
public enum VertexProtocols implements ProtocolChoice {
  /** The one way to choose. */
  BY_ID;

  /** The usual one first. */
  public static final List<Protocol> SPOKEN =
      List.of(Protocol.GENERATE_CONTENT, Protocol.CHAT, Protocol.MESSAGES);

  private static final String CLAUDE = "claude-";

  /**
   * A service whose models are each called by its own.
   *
   * @param models what is known of a model, by its id
   * @param openAi builds what speaks chat completions, when it is first needed
   * @param claude builds what speaks Messages, when it is first needed
   */
  public static ModelService service(
      Function<String, Capabilities> models,
      ModelService gemini,
      Supplier<ModelService> openAi,
      Supplier<ModelService> claude) {
    return new ProtocolService(
        BY_ID,
        models,
        gemini,
        Map.of(
            Protocol.GENERATE_CONTENT, gemini,
            Protocol.CHAT, new OnFirstUse(openAi),
            Protocol.MESSAGES, new OnFirstUse(claude)));
  }

  @Override
  public Protocol of(String model, Capabilities can) {
    return can.protocol().filter(SPOKEN::contains).orElseGet(() -> byId(model, can));
  }

  private static Protocol byId(String model, Capabilities can) {
    if (model.startsWith(CLAUDE) || can.family().startsWith(CLAUDE)) {
      return Protocol.MESSAGES;
    }
    return model.indexOf('/') < 0 ? Protocol.GENERATE_CONTENT : Protocol.CHAT;
  }
}
