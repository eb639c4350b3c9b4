package dev.trefoil.provider;

import dev.trefoil.chat.Deadline;

/**
 * What surrounds one attempt.
 *
 * @param requestId the call's id, for logs and for the services that take one
 * @param deadline when the attempt is of no use any more; whoever calls the provider watches it and
 *     cancels, a provider may hand it on to its client
 * @param cancellation how the attempt is ended from outside
 */
public record CallContext(String requestId, Deadline deadline, Cancellation cancellation) {}
