package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;

/**
 * An endpoint whose calls can be read now and answered later, by another process: what jobs are
 * made of. Used by many threads at once.
 */
public interface KeptEndpoint {
  /**
   * Reads a request and calls nothing.
   *
   * @return what {@link #answer} takes
   * @throws Problem 400 when it is malformed, or wants a stream
   */
  KeptCall read(JrsValue request, CallInfo info) throws Problem;

  /**
   * Answers what {@link #read} gave, in this process or in one before.
   *
   * @throws Problem when it is answered with one; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  void answer(KeptCall call, CallInfo info, ResponseSink sink) throws Problem, IOException;
}
