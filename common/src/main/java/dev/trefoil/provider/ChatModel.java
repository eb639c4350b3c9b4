package dev.trefoil.provider;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;

/** A service's chat models. Used by many threads at once. */
public interface ChatModel {
  /**
   * Sends one request to one model and blocks until the answer is complete. Never retries.
   *
   * <p>On a normal return the listener has had every event, {@link ChatEvent.Finished} last. An
   * answer that ends without the service's own end mark is {@link
   * ProviderException.Kind#TRUNCATED}.
   *
   * @param request what the {@link RequestRules} of the protocol leave of the caller's
   * @param model the model's id as the service knows it (for Azure the deployment's name)
   * @throws ProviderException when the service did not give the whole answer, or when {@code
   *     context} was cancelled; events may have been given before
   */
  void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException;

  /** How the service takes the schemas of a request. Calls nothing. */
  default SchemaFit schemas(ChatRequest request, String model) {
    return SchemaFit.WHOLE;
  }
}
