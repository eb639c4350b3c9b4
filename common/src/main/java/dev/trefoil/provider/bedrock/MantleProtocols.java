package dev.trefoil.provider.bedrock;

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
 * Which protocol Bedrock's other endpoint is spoken to by: Claude by its maker's Messages, all
 * other models by one of OpenAI's.
 *
 * @param openAi which of these two
 */
public record MantleProtocols(ProtocolChoice openAi) implements ProtocolChoice {
  /** Those that it speaks; one of OpenAI's can be chosen. */
  public static final List<Protocol> SPOKEN =
      List.of(Protocol.CHAT, Protocol.RESPONSES, Protocol.MESSAGES);

  private static final String CLAUDE = "claude-";

  /**
   * A service whose models are each called by its own.
   *
   * @param models what is known of a model, by its id
   * @param others speaks OpenAI's protocols
   * @param claude builds what speaks Messages, when it is first needed
   */
  public static ModelService service(
      ProtocolChoice openAi,
      Function<String, Capabilities> models,
      ModelService others,
      Supplier<ModelService> claude) {
    return new ProtocolService(
        new MantleProtocols(openAi),
        models,
        others,
        Map.of(
            Protocol.CHAT, others,
            Protocol.RESPONSES, others,
            Protocol.MESSAGES, new OnFirstUse(claude)));
  }

  @Override
  public Protocol of(String model, Capabilities can) {
    return model.contains(CLAUDE) || can.family().startsWith(CLAUDE)
        ? Protocol.MESSAGES
        : openAi.of(model, can);
  }
}
