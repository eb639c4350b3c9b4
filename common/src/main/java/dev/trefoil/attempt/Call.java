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
 * @param mayBeCopied whether it is as well to be made twice
 * @param span its own, where traces are written; {@code trace} is that of its children then
 */
public record Call(
    String requestId,
    Caller caller,
    Optional<Traceparent> trace,
    Deadline deadline,
    Cancellation gone,
    FrontDoor frontDoor,
    boolean mayBeCopied,
    Optional<CallSpan> span) {
  /** A call that no span is written of. */
  public Call(
      String requestId,
      Caller caller,
      Optional<Traceparent> trace,
      Deadline deadline,
      Cancellation gone,
      FrontDoor frontDoor,
      boolean mayBeCopied) {
    this(requestId, caller, trace, deadline, gone, frontDoor, mayBeCopied, Optional.empty());
  }

  /** A call that is to be made once. */
  public Call(
      String requestId,
      Caller caller,
      Optional<Traceparent> trace,
      Deadline deadline,
      Cancellation gone,
      FrontDoor frontDoor) {
    this(requestId, caller, trace, deadline, gone, frontDoor, false);
  }

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
    return new Call(requestId, caller, trace, sooner, gone, frontDoor, mayBeCopied, span);
  }

  /** The same call, which {@code also} ends beside its caller's leaving. */
  public Call endedBy(Cancellation also) {
    Cancellation either = new Cancellation();
    gone.onCancel(either::cancel);
    also.onCancel(either::cancel);
    return new Call(requestId, caller, trace, deadline, either, frontDoor, mayBeCopied, span);
  }

  /** The same call, which is not ended when its caller leaves. */
  public Call toTheEnd() {
    return new Call(
        requestId, caller, trace, deadline, new Cancellation(), frontDoor, mayBeCopied, span);
  }

  /** The same call, of which a span is written. */
  public Call within(CallSpan own) {
    return new Call(
        requestId,
        caller,
        Optional.of(own.own()),
        deadline,
        gone,
        frontDoor,
        mayBeCopied,
        Optional.of(own));
  }

  /** The same call, for what is asked beside its attempts: its span is their services' parent. */
  public Call beside() {
    return new Call(requestId, caller, trace, deadline, gone, frontDoor, mayBeCopied);
  }

  /**
   * What surrounds something done for it that is no attempt, and that {@code cancellation} ends.
   */
  public CallContext context(Cancellation cancellation) {
    return new CallContext(requestId, trace, deadline, cancellation);
  }

  /**
   * What surrounds an attempt of it that {@code cancellation} ends.
   *
   * @param number the attempt's, from 1
   */
  public CallContext context(int number, Cancellation cancellation) {
    return span.isEmpty()
        ? context(cancellation)
        : new CallContext(
            requestId, Optional.of(span.get().attempt(number)), deadline, cancellation);
  }
}
