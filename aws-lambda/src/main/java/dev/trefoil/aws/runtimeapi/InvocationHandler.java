package dev.trefoil.aws.runtimeapi;

import java.io.IOException;

/** Answers invocations; where the platform sends several at once, by as many threads. */
@FunctionalInterface
public interface InvocationHandler {
  /**
   * Answers one.
   *
   * @throws IOException when it cannot be answered; what of the answer is not on its way yet is
   *     replaced by an error, what is gets one behind it
   */
  void handle(Invocation invocation, Answer answer) throws IOException;

  /**
   * Does what is left once the platform has the answer, and before the process may stand still:
   * that it does when it asks for its next invocation.
   */
  default void answered() {}
}
