package dev.trefoil.gateway;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.policy.ResponseCaching;
import dev.trefoil.routing.RoutingPreferences;
import java.util.Optional;

/**
 * Keeps whole answers, to give them again to exactly the same request of the same tenant. What
 * fails is not kept or not found, and fails no call. Used by many threads at once.
 */
@FunctionalInterface
public interface AnswerCache {
  /**
   * What is asked.
   *
   * @param caller whose tenant's it is; its own, where no tenants are told apart
   * @param route the plan's
   * @param configured what the configuration adds that makes another answer, however it is written
   * @param preferences what the caller says of the way
   */
  record Question(
      Caller caller,
      String route,
      String configured,
      RoutingPreferences preferences,
      ChatRequest request) {}

  /** What there is to a question. */
  interface Place {
    /** The answer that is kept, if it has not expired. */
    Optional<CachedAnswer> answer();

    /** Keeps an answer in the place of what is there; waits a moment for it at most. */
    void keep(CachedAnswer answer, ResponseCaching terms, Deadline deadline);
  }

  /** Looks a question up; waits a moment for it at most. */
  Place find(Question question, Deadline deadline);
}
