package dev.trefoil.endpoints;

import dev.trefoil.auth.Caller;
import dev.trefoil.http.HttpCall;

/**
 * A call on its way to what answers it.
 *
 * @param id the caller's own, or one of ours
 * @param lease what its body takes of the bytes that may be under way
 */
record Request(
    HttpCall call, RequestPath path, String id, Caller caller, BytesInFlight.Lease lease) {}
