package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;

/** Asks a model service how many tokens a prompt has, which costs nothing. */
@FunctionalInterface
public interface TokenCounter {
  /**
   * Blocks until the service has counted.
   *
   * @param request as routing has left it for the model
   * @param model the model's id as its service knows it
   * @return tokens of the prompt, tools and instructions included
   * @throws ProviderException when the service does not say
   */
  long count(ChatRequest request, String model, CallContext context) throws ProviderException;
}
