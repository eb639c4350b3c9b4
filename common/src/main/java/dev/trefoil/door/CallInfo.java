package dev.trefoil.door;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.routing.RoutingPreferences;

/**
 * What an HTTP call says beside its body.
 *
 * @param requestId the caller's own, or one of ours
 * @param caller who sends it
 * @param deadline when an answer is of no use any more
 * @param wishes what its headers say of the way that it is to go; the body may say more
 */
public record CallInfo(
    String requestId, Caller caller, Deadline deadline, RoutingPreferences wishes) {}
