package dev.trefoil.provider;

import dev.trefoil.provider.Capabilities.Protocol;

/**
 * Which protocol a service's models are spoken to by. It is the same for all calls of a model, so
 * that a conversation's prefix stays what it was.
 */
@FunctionalInterface
public interface ProtocolChoice {
  /**
   * @param model the model's id as its service knows it
   * @param can what is known of it
   */
  Protocol of(String model, Capabilities can);
}
