package dev.trefoil.attempt;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import java.util.Optional;

/**
 * What surrounds a call as a whole.
 *
 * @param requestId for logs, and for the services that take one
 * @param caller who sends it
 * @param trace the trace that it belongs to
 * @param deadline when an answer is of no use any more
 * @param gone cancelled when the caller has left
 * @param frontDoor what the answer goes through
 */
public record Call(
    String requestId,
    Caller caller,
    Optional<Traceparent> trace,
    Deadline deadline,
    Cancellation gone,
    FrontDoor frontDoor) {
  /** A call whose answer goes through nothing that would be shorter or smaller. */
  public Call(
      String requestId,
      Caller caller,
      Optional<Traceparent> trace,
      Deadline deadline,
      Cancellation gone) {
    this(requestId, caller, trace, deadline, gone, FrontDoor.NONE);
  }

  /** A call of nobody but Trefoil itself. */
  public Call(String requestId, Deadline deadline) {
    this(requestId, new Caller(""), Optional.empty(), deadline, new Cancellation());
  }

  /** The same call, to be answered by an earlier moment. */
  public Call by(Deadline sooner) {
    return new Call(requestId, caller, trace, sooner, gone, frontDoor);
  }

  /** The same call, which is not ended when its caller leaves. */
  public Call toTheEnd() {
    return new Call(requestId, caller, trace, deadline, new Cancellation(), frontDoor);
  }

  /** What surrounds an attempt of it that {@code cancellation} ends. */
  public CallContext context(Cancellation cancellation) {
    return new CallContext(requestId, trace, deadline, cancellation);
  }
}
