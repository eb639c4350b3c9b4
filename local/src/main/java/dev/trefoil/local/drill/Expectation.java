// What the documented rules promise a question's caller while these faults hold.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Oddity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The promise. It is read from the faults alone: not from the order in which targets are asked,
 * which depends on what each process has lately seen of them.
 */
enum Expectation {
  /** A target can answer, and nothing that another may do ends the call before. */
  ANSWER,
  /** No target can answer. */
  ERROR,
  /** It depends on the order of targets, or on whom a passing fault strikes. */
  EITHER;

  /** From the smallest context window to the largest, as models.yaml has them. */
  private static final List<String> BY_WINDOW = List.of("bedrock", "vertex_ai", "azure");

  static Expectation of(Question question, Map<String, Optional<Fault>> faults) {
    boolean answers = false;
    boolean perhaps = false;
    boolean ends = false;
    int refusedUpTo = -1;
    int largestThatAnswers = -1;
    for (Map.Entry<String, Optional<Fault>> service : faults.entrySet()) {
      int window = BY_WINDOW.indexOf(service.getKey());
      if (answers(service.getValue())) {
        answers = true;
        largestThatAnswers = Math.max(largestThatAnswers, window);
      } else {
        Fault fault = service.getValue().orElseThrow();
        perhaps |= fault.times().isPresent();
        ends |= endsCall(question, fault.failure());
        if (isTooLong(fault)) {
          refusedUpTo = Math.max(refusedUpTo, window);
        }
      }
    }
    // A prompt that is too long for one model goes to those only that take longer ones.
    ends |= refusedUpTo > largestThatAnswers;
    if (answers) {
      return ends ? EITHER : ANSWER;
    }
    return perhaps ? EITHER : ERROR;
  }

  /**
   * What was due to a call of which {@link #EITHER} is promised and which got an error: that, if no
   * target was left that could have answered, or the call had to end. Otherwise an answer.
   */
  static Expectation afterwards(
      Question question, Map<String, Optional<Fault>> faults, Reply error) {
    boolean filtered =
        error.error().isEmpty()
            ? faults.values().stream().anyMatch(Expectation::filters)
            : !error.tried().isEmpty() && filters(faults.get(error.tried().getLast()));
    boolean cut =
        error.begun()
            && error.tried().stream()
                .flatMap(service -> faults.get(service).stream())
                .anyMatch(fault -> endsCall(question, fault.failure()));
    return filtered || cut || nobodyLeft(faults, error.tried()) ? EITHER : ANSWER;
  }

  /** One that passes may have struck a call that has asked its service. */
  private static boolean nobodyLeft(Map<String, Optional<Fault>> faults, List<String> tried) {
    int refusedUpTo =
        tried.stream()
            .filter(service -> faults.get(service).map(Expectation::isTooLong).orElse(false))
            .mapToInt(BY_WINDOW::indexOf)
            .max()
            .orElse(-1);
    return !tried.isEmpty()
        && faults.entrySet().stream()
            .filter(service -> BY_WINDOW.indexOf(service.getKey()) > refusedUpTo)
            .noneMatch(
                service ->
                    answers(service.getValue())
                        || service.getValue().orElseThrow().times().isPresent()
                            && !tried.contains(service.getKey()));
  }

  private static boolean filters(Optional<Fault> fault) {
    return fault.map(f -> f.failure() instanceof Failure.ContentFilter).orElse(false);
  }

  private static boolean isTooLong(Fault fault) {
    return fault.failure() instanceof Failure.ContextLength;
  }

  /** Whether a service answers whatever it is asked. */
  private static boolean answers(Optional<Fault> fault) {
    return fault.isEmpty()
        || switch (fault.get().failure()) {
          case Failure.Slow slow -> true;
          case Failure.Odd(Oddity oddity) -> isWhole(oddity);
          default -> false;
        };
  }

  private static boolean isWhole(Oddity oddity) {
    return switch (oddity) {
      case NO_USAGE, HELD_OPEN, HALF_CHARACTERS, WHOLE_FOR_STREAM -> true;
      case NO_FINISH_REASON, HEARTBEATS, RUNAWAY, ERROR_IN_STREAM -> false;
    };
  }

  /** Whether a call may have to end with this failure although another target could answer. */
  private static boolean endsCall(Question question, Failure failure) {
    return switch (failure) {
      case Failure.ContentFilter f -> true;
      case Failure.Cut f -> cannotGoOn(question, f.afterTokens());
      case Failure.Stall f -> cannotGoOn(question, f.afterTokens());
      case Failure.Malformed f -> cannotGoOn(question, 1);
      case Failure.Odd(Oddity oddity) ->
          switch (oddity) {
            // More has been sent than there is.
            case RUNAWAY -> question.streamed();
            case NO_FINISH_REASON -> cannotGoOn(question, 1);
            case ERROR_IN_STREAM -> cannotGoOn(question, 2);
            case NO_USAGE, HELD_OPEN, HEARTBEATS, HALF_CHARACTERS, WHOLE_FOR_STREAM -> false;
          };
      case Failure.ContextLength f -> false;
      case Failure.Outage f -> false;
      case Failure.Throttle f -> false;
      case Failure.NativeError f -> false;
      case Failure.Reset f -> false;
      case Failure.Silent f -> false;
      case Failure.Slow f -> false;
      case Failure.Flawed f -> false;
    };
  }

  /**
   * A tool call cannot be gone on with, from its name on, which may come before any token. The
   * emulated models do not go on with JSON.
   */
  private static boolean cannotGoOn(Question question, int afterTokens) {
    return question.streamed()
        && switch (question.shape()) {
          case TEXT -> false;
          case JSON -> afterTokens > 0;
          case TOOL -> true;
        };
  }
}
