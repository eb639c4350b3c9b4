package dev.trefoil.provider.openai;

import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ProtocolRules;
import dev.trefoil.provider.RequestRules;
import java.util.Map;
import java.util.Optional;

/** What services of OpenAI's protocols take. */
public final class OpenAiRules {
  private OpenAiRules() {}

  /**
   * Of each model by the protocol that it is spoken to by.
   *
   * @param protocol what the configuration says of the service
   */
  public static RequestRules of(Dialect dialect, Optional<Protocol> protocol) {
    return new ProtocolRules(new Protocols(dialect, protocol), byProtocol(dialect));
  }

  /** Of a service that speaks others besides. */
  public static Map<Protocol, RequestRules> byProtocol(Dialect dialect) {
    return Map.of(
        Protocol.CHAT, new ChatCompletionsRules(dialect),
        Protocol.RESPONSES, new ResponsesRules(dialect));
  }
}
