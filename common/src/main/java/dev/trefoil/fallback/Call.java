package dev.trefoil.fallback;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;

/**
 * What surrounds a call as a whole.
 *
 * @param requestId for logs, and for the services that take one
 * @param deadline when an answer is of no use any more
 * @param gone cancelled when the caller has left
 */
public record Call(String requestId, Deadline deadline, Cancellation gone) {
  /** A call whose caller cannot be seen leaving. */
  public Call(String requestId, Deadline deadline) {
    this(requestId, deadline, new Cancellation());
  }

  /** The same call, to be answered by an earlier moment. */
  public Call by(Deadline sooner) {
    return new Call(requestId, sooner, gone);
  }
}
