package dev.trefoil.gateway;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatRequest;
import java.util.List;

/**
 * Asks routes of the configuration what Trefoil itself wants to know. Such calls pass neither
 * guardrails nor gates, and no answer of theirs is kept. Used by many threads at once.
 */
@FunctionalInterface
public interface RouteCalls {
  /**
   * Asks one question.
   *
   * @param route its name
   * @param places that the question may not leave; empty for the route's own
   * @throws NoReplyException when nobody has answered
   */
  Reply ask(String route, List<String> places, ChatRequest question, Call call)
      throws NoReplyException;

  /**
   * What was said.
   *
   * @param text all of it
   * @param trail who was asked, and what that has cost
   */
  record Reply(String text, Trail trail) {}

  /** Nobody has answered. */
  final class NoReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Trail trail;

    public NoReplyException(Exception why, Trail trail) {
      super(why.getMessage(), why);
      this.trail = trail;
    }

    /** Who was asked, and what that has cost. */
    public Trail trail() {
      return trail;
    }
  }
}
