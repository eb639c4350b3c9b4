package dev.trefoil.vectorstore;

import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.routing.RoutingException;

/** There are no vectors. Its cause is what the gateway threw; empty where it answered wrongly. */
public final class EmbeddingException extends Exception {
  private static final long serialVersionUID = 1L;

  EmbeddingException(Exception cause) {
    super(cause.getMessage(), cause);
  }

  EmbeddingException(String message) {
    super(message);
  }

  /** Whether the same call would end the same way a moment later. */
  public boolean isFinal() {
    return switch (getCause()) {
      case RoutingException routing -> routing.reason() != RoutingException.Reason.RESIDENCY;
      case GuardrailException guardrail -> guardrail.reason() == GuardrailException.Reason.BLOCKED;
      case AdmissionException admission -> false;
      case CallFailedException failed -> failed.isFinal();
      case null, default -> true;
    };
  }
}
