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
 * @param claim what every call under the same Idempotency-Key has alike until that has its answer:
 *     64 hexadecimal digits that nobody else's has; empty without a key
 */
public record CallInfo(
    String requestId,
    Caller caller,
    Deadline deadline,
    RoutingPreferences preferences,
    Optional<Traceparent> trace,
    FrontDoor frontDoor,
    boolean mayBeCopied,
    Disconnection disconnection,
    Optional<String> claim) {

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
        Disconnection.UNNOTICED,
        Optional.empty());
  }

  /**
   * The same under an Idempotency-Key: it is answered though its caller leaves, since its answer is
   * kept for whoever asks again.
   *
   * @param claimed {@link #claim}
   */
  public CallInfo claimed(String claimed) {
    return new CallInfo(
        requestId,
        caller,
        deadline,
        preferences,
        trace,
        frontDoor,
        mayBeCopied,
        Disconnection.UNNOTICED,
        Optional.of(claimed));
  }

  /** The same, to be answered by an earlier moment. */
  public CallInfo by(Deadline sooner) {
    return new CallInfo(
        requestId,
        caller,
        sooner,
        preferences,
        trace,
        frontDoor,
        mayBeCopied,
        disconnection,
        claim);
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
