package dev.trefoil.door.responses;

import dev.trefoil.door.Problem;
import java.time.Duration;

/**
 * Problems as clients of Responses take them: what is final has a status or a code that is not
 * asked for again, and what is not says when to come back. Codex sends up to thirty requests
 * otherwise.
 */
final class Failures {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String CONTEXT = "context_length_exceeded";
  private static final String QUOTA = "insufficient_quota";

  private Failures() {}

  /** The problem with this format's field, status and code. */
  static Problem of(Problem problem) {
    Problem own = FieldNames.of(problem);
    String code = own.code().orElse("");
    if (own.status() == 402) {
      return as(own, QUOTA);
    }
    if (code.equals("model_not_found")) {
      return as(own, code);
    }
    return own.status() == 429 && own.retryAfter().isEmpty() ? own.withRetryAfter(SOON) : own;
  }

  private static Problem as(Problem problem, String code) {
    Problem other =
        Problem.of(400, code, problem.getMessage())
            .withTrail(problem.trail(), problem.retryAfter());
    return problem.param().map(other::withParam).orElse(other);
  }

  /** OpenAI's word for why a response failed that had begun. */
  static String code(Problem problem) {
    String code = problem.code().orElse("");
    if (code.equals(CONTEXT) || code.equals(QUOTA)) {
      return code;
    }
    if (problem.status() == 429) {
      return "rate_limit_exceeded";
    }
    return problem.status() < 500 ? "invalid_prompt" : "server_error";
  }

  /** For people; of a limit with the words by which Codex knows when to come back. */
  static String message(Problem problem) {
    if (problem.status() != 429) {
      return problem.getMessage();
    }
    long seconds = problem.retryAfter().orElse(SOON).plusNanos(999_999_999).toSeconds();
    return problem.getMessage() + " Please try again in " + seconds + "s.";
  }
}
