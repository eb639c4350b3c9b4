package dev.trefoil.door;

import dev.trefoil.attempt.Call;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
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
 */
public record CallInfo(
    String requestId,
    Caller caller,
    Deadline deadline,
    RoutingPreferences preferences,
    Optional<Traceparent> trace,
    FrontDoor frontDoor) {

  /** A call that came through nothing that would be shorter or smaller than we are. */
  public CallInfo(
      String requestId,
      Caller caller,
      Deadline deadline,
      RoutingPreferences preferences,
      Optional<Traceparent> trace) {
    this(requestId, caller, deadline, preferences, trace, FrontDoor.NONE);
  }

  /**
   * The call that the gateway is to make.
   *
   * @param gone cancelled when the caller has left
   */
  public Call call(Cancellation gone) {
    return new Call(requestId, caller, trace, deadline, gone, frontDoor);
  }
}
