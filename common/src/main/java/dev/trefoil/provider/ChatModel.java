package dev.trefoil.provider;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import java.util.List;

/** A service's chat models. Used by many threads at once. */
public interface ChatModel {
  /**
   * Sends one request to one model and blocks until the answer is complete. Never retries.
   *
   * <p>On a normal return the listener has had every event, {@link ChatEvent.Finished} last. An
   * answer that ends without the service's own end mark is {@link
   * ProviderException.Kind#TRUNCATED}.
   *
   * @param model the model's id as the service knows it (for Azure the deployment's name)
   * @throws ProviderException when the service did not give the whole answer, or when {@code
   *     context} was cancelled; events may have been given before. {@link
   *     ProviderException.Kind#UNSUPPORTED}, with the field to blame, when the request asks for
   *     something that the model cannot do and that must not be left out; nothing was sent then
   */
  void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException;

  /**
   * What of a request this model is not told, because it has no word for it and the answer is still
   * one to the request. Calls nothing.
   *
   * @return the fields in OpenAI's spelling, such as {@code seed}; empty when all is told
   */
  List<String> dropped(ChatRequest request, String model);
}
