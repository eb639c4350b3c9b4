package dev.trefoil.door.chat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/** A call as read from its body, whose answer is whole: it can be kept, and made later. */
public sealed interface WholeCall {
  /** A route's name or a target. */
  String model();

  /** What the caller says of the way that its call is to go, in headers and body. */
  RoutingPreferences preferences();

  /** The request's fields that no service will see, by their paths. */
  List<String> dropped();

  /** Chat. */
  record Chat(
      String model, RoutingPreferences preferences, List<String> dropped, ChatRequest request)
      implements WholeCall {
    public Chat {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * Embeddings.
   *
   * @param base64 whether vectors are wanted as base64 of little-endian floats, not as numbers
   */
  record Embeddings(
      String model,
      RoutingPreferences preferences,
      List<String> dropped,
      EmbeddingRequest request,
      boolean base64)
      implements WholeCall {
    public Embeddings {
      dropped = List.copyOf(dropped);
    }
  }
}
