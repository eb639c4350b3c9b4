package dev.trefoil.provider.openai;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ProtocolChoice;
import java.util.Optional;

/**
 * Which of OpenAI's two protocols a service's models are spoken to by.
 *
 * @param declared what the configuration says of the service; what it says of a model comes first
 */
public record Protocols(Dialect dialect, Optional<Protocol> declared) implements ProtocolChoice {

  @Override
  public Protocol of(String model, Capabilities can) {
    return can.protocol()
        .or(() -> declared)
        .filter(said -> said == Protocol.RESPONSES || said == Protocol.CHAT)
        .orElseGet(
            () ->
                dialect.of(model).prefersResponses(can.responses())
                    ? Protocol.RESPONSES
                    : Protocol.CHAT);
  }
}
