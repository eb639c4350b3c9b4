package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Target;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import java.util.function.Predicate;

/** What a call is charged for once it has ended. */
final class Spending {
  private static final int DEEPEST = 16;

  private Spending() {}

  /**
   * What some of a call's attempts have cost, and for those that may have been paid for though
   * nobody counted them, what they may have cost at most.
   *
   * @param estimates of one attempt, by target
   */
  static Estimate of(Trail trail, Map<Target, Estimate> estimates, Predicate<Target> which) {
    Estimate spent = Estimate.NONE;
    for (Attempt attempt : trail.paid()) {
      if (which.test(attempt.target())) {
        spent = spent.plus(of(attempt, estimates));
      }
    }
    return spent;
  }

  /** What clouds' services that check calls have cost, as far as it is known. */
  static Estimate ofServices(Trail trail) {
    double usd = trail.checks().stream().mapToDouble(run -> run.unitsUsd().orElse(0)).sum();
    return new Estimate(0, Estimate.nano(usd));
  }

  private static Estimate of(Attempt attempt, Map<Target, Estimate> estimates) {
    if (!attempt.usage().equals(Usage.NONE)) {
      return new Estimate(
          attempt.usage().totalTokens(), Estimate.nano(attempt.costUsd().orElse(0)));
    }
    return mayBePaid(attempt)
        ? estimates.getOrDefault(attempt.target(), Estimate.NONE)
        : Estimate.NONE;
  }

  /** A service that has refused a request takes no money for it; one that fell silent may. */
  private static boolean mayBePaid(Attempt attempt) {
    if (attempt.outcome().equals(Attempt.CACHED)) {
      return false;
    }
    return attempt
        .failure()
        .map(
            failure ->
                switch (failure.kind()) {
                  case THROTTLED,
                      QUOTA,
                      OVERLOADED,
                      AUTH,
                      MODEL_UNAVAILABLE,
                      CONTEXT_TOO_LONG,
                      CONTENT_FILTERED,
                      UNSUPPORTED,
                      INVALID ->
                      false;
                  case TIMEOUT, UNREACHABLE -> !wasNeverConnected(failure);
                  case TRUNCATED, RESPONSE_TOO_LARGE -> true;
                })
        .orElse(true);
  }

  private static boolean wasNeverConnected(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      if (cause instanceof ConnectException
          || cause instanceof HttpConnectTimeoutException
          || cause instanceof UnknownHostException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
