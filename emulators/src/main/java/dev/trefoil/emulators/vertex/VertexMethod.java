// What differs between the methods of the PredictionService.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import java.util.List;

/**
 * One method, plain or streaming.
 *
 * @param <R> its request
 * @param <A> its response
 */
interface VertexMethod<R extends Message, A extends Message> {

  /**
   * Checks a request as the service would.
   *
   * @throws VertexRefusal with the service's own error
   */
  void check(R request) throws VertexRefusal;

  /** The whole answer that the model gives. */
  A answer(R request);

  /**
   * The whole answer when the content filter steps in.
   *
   * @throws VertexRefusal when the service gives an error instead
   */
  A filtered(R request) throws VertexRefusal;

  /** The prompt is too long. */
  Status contextTooLong();

  /**
   * A reply that a test gave.
   *
   * @throws IllegalArgumentException when it is none of this method's
   */
  A read(JsonNode json);

  /** The responses of a stream that amount to a whole answer. */
  List<A> split(A whole);

  /** The whole answer that the responses of a stream amount to. */
  A join(List<A> pieces);

  /** Whether a response carries a piece of content. */
  boolean isToken(A response);
}
