// What goes wrong at a service for the length of a phase.
package dev.trefoil.local.drill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Oddity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Draws faults. A process has one connection to Vertex AI, which carries all its calls: one that is
 * cut strikes others than its fault counts. So there, no such fault is one that passes, and what is
 * promised of a phase can still be read from its faults.
 */
final class FaultSchedule {
  /** The most tokens that a service gives before it is cut or stalls. */
  static final int MOST_TOKENS = 3;

  private static final double FAIR = 0.4;
  private static final double PASSING = 0.35;
  private static final int MOST_TIMES = 3;
  private static final int SLOWEST_MILLIS = 300;
  private static final String ONE_CONNECTION = "vertex_ai";

  /** What can go wrong, and in how many parts; what takes long, or ends calls, is rarer. */
  private enum Kind {
    OUTAGE(3),
    THROTTLE(3),
    ERROR(3),
    RESET(3),
    SLOW(3),
    CUT(4),
    MALFORMED(2),
    ODD(8),
    REFUSAL(2),
    FORBIDDEN(1),
    SILENCE(1),
    TOO_LONG(1),
    FILTERED(1);

    private final int parts;

    Kind(int parts) {
      this.parts = parts;
    }
  }

  private static final List<Kind> KINDS =
      Arrays.stream(Kind.values())
          .flatMap(kind -> Collections.nCopies(kind.parts, kind).stream())
          .toList();

  /** What a service says of something that it alone does not take, by the field that it names. */
  private static final Map<String, String> REFUSALS =
      new TreeMap<>(
          Map.of(
              "seed", "Unsupported parameter: 'seed' is not supported with this model.",
              "max_tokens", "max_tokens: 200000 > 64000, which is the most for this model",
              "response_format", "response_format: the keyword minLength is not supported",
              "tools", "tools[0]: the keyword minLength is not supported"));

  /** Those that do not wait for a limit. */
  private static final List<Oddity> ODDITIES =
      Arrays.stream(Oddity.values()).filter(oddity -> oddity != Oddity.HEARTBEATS).toList();

  private FaultSchedule() {}

  static Optional<Fault> draw(String service, RandomGenerator random) {
    if (random.nextDouble() < FAIR) {
      return Optional.empty();
    }
    Failure failure = failure(random);
    boolean strikesOthers = service.equals(ONE_CONNECTION) && cutsConnection(failure);
    boolean passing = mayPass(failure) && !strikesOthers && random.nextDouble() < PASSING;
    return Optional.of(
        passing ? Fault.next(random.nextInt(1, MOST_TIMES + 1), failure) : Fault.always(failure));
  }

  /** Whether a call may end before the service has seen all that was sent to it. */
  static boolean cutsConnection(Failure failure) {
    return failure instanceof Failure.Cut || failure instanceof Failure.Reset;
  }

  private static Failure failure(RandomGenerator random) {
    return switch (KINDS.get(random.nextInt(KINDS.size()))) {
      case OUTAGE -> new Failure.Outage();
      case THROTTLE ->
          new Failure.Throttle(random.nextBoolean() ? OptionalInt.of(1) : OptionalInt.empty());
      case ERROR -> new Failure.NativeError(500, Optional.empty());
      case FORBIDDEN -> new Failure.NativeError(403, Optional.empty());
      case RESET -> new Failure.Reset();
      case SLOW -> new Failure.Slow(random.nextInt(SLOWEST_MILLIS));
      case CUT -> new Failure.Cut(random.nextInt(MOST_TOKENS + 1));
      case MALFORMED -> new Failure.Malformed();
      case SILENCE ->
          switch (random.nextInt(3)) {
            case 0 -> new Failure.Silent();
            case 1 -> new Failure.Odd(Oddity.HEARTBEATS);
            default -> new Failure.Stall(random.nextInt(MOST_TOKENS + 1));
          };
      case ODD -> new Failure.Odd(ODDITIES.get(random.nextInt(ODDITIES.size())));
      case REFUSAL -> refusal(List.copyOf(REFUSALS.keySet()).get(random.nextInt(REFUSALS.size())));
      case TOO_LONG -> new Failure.ContextLength();
      case FILTERED -> new Failure.ContentFilter();
    };
  }

  /** In the forms of all three services at once; each reads its own. */
  private static Failure refusal(String field) {
    String message = REFUSALS.get(field);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", "ValidationException").put("message", message);
    ObjectNode error = body.putObject("error").put("message", message).put("param", field);
    error.put("type", "invalid_request_error").put("status", "INVALID_ARGUMENT").put("code", 400);
    return new Failure.NativeError(400, Optional.of(body));
  }

  private static boolean mayPass(Failure failure) {
    return switch (failure) {
      case Failure.Outage f -> true;
      case Failure.Throttle f -> true;
      case Failure.NativeError f -> true;
      case Failure.Reset f -> true;
      case Failure.Cut f -> true;
      case Failure.Silent f -> false;
      case Failure.Slow f -> false;
      case Failure.Flawed f -> false;
      case Failure.Stall f -> false;
      case Failure.Malformed f -> false;
      case Failure.ContextLength f -> false;
      case Failure.ContentFilter f -> false;
      case Failure.Odd f -> false;
    };
  }
}
