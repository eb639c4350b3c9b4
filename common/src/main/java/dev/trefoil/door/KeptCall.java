package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/** A call as its door has read it, whose answer is whole: it can be kept, and made later. */
public sealed interface KeptCall {
  /** Of the endpoint that answers it, as {@link Endpoint#path()}. */
  String path();

  /** A route's name or a target. */
  String model();

  /** What the caller says of the way that its call is to go, in headers and body. */
  RoutingPreferences preferences();

  /** The request's fields that no service will see, by their paths. */
  List<String> dropped();

  /**
   * Refuses a request for a stream.
   *
   * @throws Problem 400 when it wants one
   */
  static void requireWhole(boolean stream) throws Problem {
    if (stream) {
      throw Problem.unsupported("stream", "An answer that is kept is whole: leave 'stream' out.");
    }
  }

  /**
   * Refuses a body that asks for a stream, whatever else is right or wrong with it.
   *
   * @throws Problem 400 when it wants one, or is no JSON object
   */
  static void requireWhole(JrsValue body) throws Problem {
    requireWhole(RequestFields.of(body).flag("stream"));
  }

  /**
   * A conversation with a model.
   *
   * @param form what its door has to know besides to render the answer: a JSON object that only
   *     that door reads, {@code {}} where it needs nothing
   */
  record Chat(
      String path,
      String model,
      RoutingPreferences preferences,
      List<String> dropped,
      ChatRequest request,
      String form)
      implements KeptCall, ModelCall {
    /** The form of those who need none. */
    public static final String NO_FORM = "{}";

    public Chat {
      dropped = List.copyOf(dropped);
    }

    /**
     * A call that was just read, to be kept.
     *
     * @throws Problem 400 when it wants a stream
     */
    public static Chat of(String path, ModelCall call, String form) throws Problem {
      requireWhole(call.request().stream());
      return new Chat(path, call.model(), call.preferences(), call.dropped(), call.request(), form);
    }

    /** What is known to be one. */
    public static Chat of(KeptCall call) {
      if (call instanceof Chat chat) {
        return chat;
      }
      throw new IllegalArgumentException("no conversation: " + call.path());
    }
  }

  /**
   * Embeddings.
   *
   * @param base64 whether vectors are wanted as base64 of little-endian floats, not as numbers
   */
  record Embeddings(
      String path,
      String model,
      RoutingPreferences preferences,
      List<String> dropped,
      EmbeddingRequest request,
      boolean base64)
      implements KeptCall {
    public Embeddings {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * Work of a door's own, which asks models by itself.
   *
   * @param model the route that it asks
   * @param form what it is: a JSON object that only its door reads
   */
  record Work(String path, String model, String form) implements KeptCall {
    @Override
    public RoutingPreferences preferences() {
      return RoutingPreferences.NONE;
    }

    @Override
    public List<String> dropped() {
      return List.of();
    }
  }
}
