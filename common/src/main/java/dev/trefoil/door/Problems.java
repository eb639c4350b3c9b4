package dev.trefoil.door;

import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.RoutingException;
import java.util.Optional;

/** Says why a call had no answer. */
public final class Problems {
  private Problems() {}

  /** No target was left before anything was tried. */
  public static Problem of(RoutingException e) {
    Problem error =
        switch (e.reason()) {
          case UNKNOWN_MODEL -> error(404, "model_not_found", e);
          case NOT_PERMITTED -> error(400, "not_permitted", e);
          case UNSUPPORTED -> error(400, "unsupported_parameter", e);
          case CONTEXT_TOO_LONG -> error(400, "context_length_exceeded", e);
          case TOO_EXPENSIVE -> error(400, "max_cost_exceeded", e);
          case RESIDENCY -> Problem.of(503, "residency_unavailable", e.getMessage());
        };
    return e.param().map(error::withParam).orElse(error);
  }

  private static Problem error(int status, String code, RoutingException e) {
    return Problem.of(status, code, e.getMessage());
  }

  /** The call may not be paid for. */
  public static Problem of(AdmissionException e) {
    Problem refusal =
        switch (e.reason()) {
          case LIMIT -> Problem.of(429, "rate_limit_exceeded", e.getMessage());
          case BUDGET -> Problem.of(429, Problem.QUOTA, e.getMessage());
          case UNAVAILABLE -> Problem.of(503, "budget_unavailable", e.getMessage());
        };
    Problem told = e.allowance().map(refusal::withAllowance).orElse(refusal);
    return e.retryAfter().map(told::withRetryAfter).orElse(told);
  }

  /** A guardrail does not let the call pass. */
  public static Problem of(GuardrailException e) {
    Problem refusal =
        switch (e.reason()) {
          case BLOCKED -> Problem.of(400, "content_filter", e.getMessage());
          case UNAVAILABLE -> Problem.of(503, "guardrail_unavailable", e.getMessage());
        };
    return refusal.withTrail(e.trail(), Optional.empty());
  }

  /** No target gave the whole answer. */
  public static Problem of(CallFailedException e) {
    return describe(e).withTrail(e.trail(), e.last().retryAfter());
  }

  private static Problem describe(CallFailedException e) {
    ProviderException last = e.last();
    if (e.isFinal()) {
      Problem error = Problem.of(400, code(last.kind()), last.getMessage());
      return last.param().map(error::withParam).orElse(error);
    }
    if (e.trail().allFailedWith(kind -> kind == Kind.THROTTLED)) {
      return Problem.of(429, "rate_limit_exceeded", "Every target is throttling: " + reason(e));
    }
    if (e.trail().allFailedWith(kind -> kind == Kind.RESPONSE_TOO_LARGE)) {
      // As of an answer that the door does not take: the same would be as large again.
      return Problem.of(
          400,
          "response_too_large",
          "No target gave an answer that can be passed on: " + reason(e));
    }
    if (e.trail().allFailedWith(kind -> kind == Kind.TIMEOUT)) {
      return Problem.of(504, "timeout", "No target answered in time: " + reason(e));
    }
    return Problem.of(503, "service_unavailable", "No target could answer: " + reason(e));
  }

  private static String reason(CallFailedException e) {
    return e.trail().last().orElseThrow().target() + " said: " + e.last().getMessage();
  }

  private static String code(Kind kind) {
    return switch (kind) {
      case CONTEXT_TOO_LONG -> "context_length_exceeded";
      case CONTENT_FILTERED -> "content_filter";
      case UNSUPPORTED -> "unsupported_parameter";
      default -> "invalid_request";
    };
  }
}
