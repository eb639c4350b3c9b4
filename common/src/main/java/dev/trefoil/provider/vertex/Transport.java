package dev.trefoil.provider.vertex;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;

/** How a request gets to Vertex AI and its responses come back, in the library's messages. */
interface Transport {
  /**
   * Sends a request, blocks until its responses have ended, and gives each to {@code answer}.
   *
   * @param stream whether responses are to come while they are made, or one with everything
   * @throws ProviderException when the service refuses, or the responses break off before the
   *     answer is complete; what goes wrong after that does not matter
   */
  void send(GeminiRequest request, boolean stream, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException;
}
