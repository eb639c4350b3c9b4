package dev.trefoil.provider;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import java.util.Optional;

/**
 * What surrounds one attempt.
 *
 * @param requestId the call's id, for logs and for the services that take one
 * @param trace the trace that it belongs to, for the services that take it
 * @param deadline when the attempt is of no use any more; whoever calls the provider watches it and
 *     cancels, a provider may hand it on to its client
 * @param cancellation how the attempt is ended from outside
 */
public record CallContext(
    String requestId, Optional<Traceparent> trace, Deadline deadline, Cancellation cancellation) {
  /** Of no trace. */
  public CallContext(String requestId, Deadline deadline, Cancellation cancellation) {
    this(requestId, Optional.empty(), deadline, cancellation);
  }

  /** The header of the trace as services are sent it; empty where there is none. */
  public String traceparent() {
    return trace.isPresent() ? trace.get().text() : "";
  }
}
