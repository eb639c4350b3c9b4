package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.Gpt;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.OnFirstUse;
import dev.trefoil.provider.ProtocolChoice;
import dev.trefoil.provider.ProtocolService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which protocol Bedrock's runtime is spoken to by. GPT has its Responses there, with prompt
 * caching and with thoughts that go back to it; Converse has neither for it, and takes its effort
 * in another form. Claude has its maker's Messages where that is said. All other models, and those
 * behind an application inference profile, have Converse.
 *
 * @param declared what the configuration says of GPT, or of Claude, at the service; what it says of
 *     a model comes first
 * @param converseOnly whether all models are spoken to by Converse, whatever is said of them: it
 *     alone applies a guardrail
 */
public record BedrockProtocols(Optional<Protocol> declared, boolean converseOnly)
    implements ProtocolChoice {
  private static final String CLAUDE = "claude-";

  /** The usual one first. */
  public static final List<Protocol> SPOKEN =
      List.of(Protocol.CONVERSE, Protocol.RESPONSES, Protocol.CHAT, Protocol.MESSAGES);

  /** Without a guardrail. */
  public BedrockProtocols(Optional<Protocol> declared) {
    this(declared, false);
  }

  /**
   * A service whose models are each called by its own.
   *
   * @param choice which protocol each model is called by
   * @param models what is known of a model, by its id
   * @param openAi builds what speaks OpenAI's protocols, when it is first needed
   * @param claude builds what speaks Messages, when it is first needed
   */
  public static ModelService service(
      BedrockProtocols choice,
      Function<String, Capabilities> models,
      ModelService converse,
      Supplier<ModelService> openAi,
      Supplier<ModelService> claude) {
    ModelService gpt = new OnFirstUse(openAi);
    return new ProtocolService(
        choice,
        models,
        converse,
        Map.of(
            Protocol.CONVERSE, converse,
            Protocol.RESPONSES, gpt,
            Protocol.CHAT, gpt,
            Protocol.MESSAGES, new OnFirstUse(claude)));
  }

  @Override
  public Protocol of(String model, Capabilities can) {
    return converseOnly
        ? Protocol.CONVERSE
        : can.protocol().filter(SPOKEN::contains).orElseGet(() -> usual(model, can));
  }

  private Protocol usual(String model, Capabilities can) {
    boolean messages = declared.equals(Optional.of(Protocol.MESSAGES));
    if (Gpt.isOnBedrock(model)) {
      return messages ? Protocol.RESPONSES : declared.orElse(Protocol.RESPONSES);
    }
    boolean claude = model.contains(CLAUDE) || can.family().startsWith(CLAUDE);
    return claude && messages ? Protocol.MESSAGES : Protocol.CONVERSE;
  }
}
