package dev.trefoil.door;

import dev.trefoil.attempt.Call;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.http.Disconnection;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.RoutingPreferences;
import java.util.Optional;

/**
 * What an HTTP call says beside its body.
 *
 * @param requestId the caller's own, or one of ours
 * @param caller who sends it
 * @param deadline when an answer is of no use any more
 * @param preferences what its headers say of the way that it is to go; the body may say more
 * @param trace the trace that it belongs to
 * @param frontDoor what it came through
 * @param mayBeCopied whether it is as well to be made twice: its sender has no key for it, and it
 *     is no job
 * @param disconnection tells when the caller has left, where nothing has to be written to notice it
 */
public record CallInfo(
    String requestId,
    Caller caller,
    Deadline deadline,
    RoutingPreferences preferences,
    Optional<Traceparent> trace,
    FrontDoor frontDoor,
    boolean mayBeCopied,
    Disconnection disconnection) {

  /** A call that came through nothing that would be shorter or smaller than we are. */
  public CallInfo(
      String requestId,
      Caller caller,
      Deadline deadline,
      RoutingPreferences preferences,
      Optional<Traceparent> trace) {
    this(
        requestId,
        caller,
        deadline,
        preferences,
        trace,
        FrontDoor.NONE,
        false,
        Disconnection.UNNOTICED);
  }

  /** The same, to be answered though its caller leaves. */
  public CallInfo outlastingItsCaller() {
    return new CallInfo(
        requestId,
        caller,
        deadline,
        preferences,
        trace,
        frontDoor,
        mayBeCopied,
        Disconnection.UNNOTICED);
  }

  /** The same, to be answered by an earlier moment. */
  public CallInfo by(Deadline sooner) {
    return new CallInfo(
        requestId, caller, sooner, preferences, trace, frontDoor, mayBeCopied, disconnection);
  }

  /**
   * The call that the gateway is to make.
   *
   * @param gone cancelled when the caller has left
   */
  public Call call(Cancellation gone) {
    disconnection.onDisconnect(gone::cancel);
    return new Call(requestId, caller, trace, deadline, gone, frontDoor, mayBeCopied);
  }
}
