package dev.trefoil.attempt;

import dev.trefoil.provider.ProviderException.Kind;

/** Whether it is worth asking the same target again after a failure. */
public final class FailureRules {
  private FailureRules() {}

  /** Whether it may have passed a moment later, so that the same target is asked again first. */
  public static boolean mayPass(Kind kind) {
    return switch (kind) {
      case THROTTLED, OVERLOADED, UNREACHABLE -> true;
      case QUOTA,
          TIMEOUT,
          TRUNCATED,
          AUTH,
          MODEL_UNAVAILABLE,
          CONTEXT_TOO_LONG,
          CONTENT_FILTERED,
          UNSUPPORTED,
          INVALID ->
          false;
    };
  }

  /** Whether the same target is worth another try once no other is left. */
  public static boolean mayPassInTime(Kind kind) {
    return mayPass(kind) || kind == Kind.TRUNCATED;
  }
}
