package dev.trefoil.provider.openai;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import java.util.Optional;

/**
 * Which of its two protocols a service's models are spoken to by. It is the same for all calls of a
 * model, so that a conversation's prefix stays what it was.
 *
 * @param declared what the configuration says of the service; what it says of a model comes first
 */
record Protocols(Dialect dialect, Optional<Protocol> declared) {

  /** Whether a model gets Responses; else chat completions. */
  boolean isResponses(Capabilities can) {
    Protocol protocol =
        can.protocol()
            .or(() -> declared)
            .orElse(
                dialect == Dialect.OPENAI && can.responses() ? Protocol.RESPONSES : Protocol.CHAT);
    return protocol == Protocol.RESPONSES;
  }
}
