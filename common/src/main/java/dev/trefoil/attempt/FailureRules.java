package dev.trefoil.attempt;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Step;

/** Whether it is worth asking the same target again after a failure. */
public final class FailureRules {
  private FailureRules() {}

  /**
   * Whether the same target is worth another try at once or later: by what failed, unless the
   * service says itself whether it is to be asked again.
   */
  public static boolean mayPass(ProviderException failure) {
    return failure.shouldRetry().orElse(mayPass(failure.kind()));
  }

  /** Whether the same target is worth another try once no other is left; as {@link #mayPass}. */
  public static boolean mayPassInTime(ProviderException failure) {
    return failure.shouldRetry().orElse(mayPassInTime(failure.kind()));
  }

  /** Whether a failure says that its target is ill. */
  static boolean counts(Step step, ProviderException failure) {
    return failure.kind().isOfService() && !isFull(step, failure);
  }

  /** Whether what was bought of a target beforehand is used up, which is no fault of it. */
  public static boolean isFull(Step step, ProviderException failure) {
    return step.reserved().isPresent() && failure.kind() == Kind.THROTTLED;
  }

  /** Whether it may have passed a moment later, so that the same target is asked again first. */
  private static boolean mayPass(Kind kind) {
    return switch (kind) {
      case THROTTLED, OVERLOADED, UNREACHABLE -> true;
      case QUOTA,
          TIMEOUT,
          TRUNCATED,
          RESPONSE_TOO_LARGE,
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
  private static boolean mayPassInTime(Kind kind) {
    return mayPass(kind) || kind == Kind.TRUNCATED;
  }
}
