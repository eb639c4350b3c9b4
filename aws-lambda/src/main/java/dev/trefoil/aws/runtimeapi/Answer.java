package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.io.OutputStream;

/** Where the answer to one invocation goes: whole or streamed, and once. */
public interface Answer {
  /**
   * Sends a whole answer.
   *
   * @throws IOException when it does not arrive
   */
  void whole(byte[] json) throws IOException;

  /**
   * Begins an answer that is sent on as it is flushed. Nothing is sent before that; it ends when
   * the handler returns.
   *
   * @param prelude status and headers as JSON, for whoever makes HTTP of the answer
   * @return whose writes fail when nobody takes the answer any more
   */
  OutputStream stream(byte[] prelude);
}
