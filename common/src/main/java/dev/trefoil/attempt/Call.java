package dev.trefoil.attempt;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;

/**
 * What surrounds a call as a whole.
 *
 * @param requestId for logs, and for the services that take one
 * @param caller who sends it, for logs
 * @param deadline when an answer is of no use any more
 * @param gone cancelled when the caller has left
 */
public record Call(String requestId, String caller, Deadline deadline, Cancellation gone) {
  /** A call whose caller cannot be seen leaving. */
  public Call(String requestId, String caller, Deadline deadline) {
    this(requestId, caller, deadline, new Cancellation());
  }

  /** The same call, to be answered by an earlier moment. */
  public Call by(Deadline sooner) {
    return new Call(requestId, caller, sooner, gone);
  }
}
