package dev.trefoil.fallback;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.AttemptRecorder;
import dev.trefoil.attempt.AttemptRunner;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Operation;
import dev.trefoil.attempt.Sleeper;
import dev.trefoil.attempt.TargetQueue;
import dev.trefoil.attempt.Timer;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.health.HealthBook;
import dev.trefoil.hedge.HedgedAttempt;
import dev.trefoil.policy.Hedging;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Gets one answer from a plan's targets, whatever fails on the way, or says why there is none. */
public final class FallbackLoop {
  private final Map<String, ModelService> services;
  private final HealthBook health;
  private final AnswerEvaluator quality;
  private final Sleeper pause;
  private final RandomGenerator random;
  private final Timer timer;

  /**
   * @param services by name
   * @param health what is known of targets, and is added to by every attempt
   * @param random spreads retries in time
   */
  public FallbackLoop(
      Map<String, ModelService> services,
      HealthBook health,
      AnswerEvaluator quality,
      Sleeper pause,
      RandomGenerator random) {
    this(services, health, quality, pause, random, Timer.REAL);
  }

  /** With another time than the machine's. */
  FallbackLoop(
      Map<String, ModelService> services,
      HealthBook health,
      AnswerEvaluator quality,
      Sleeper pause,
      RandomGenerator random,
      Timer timer) {
    this.services = Map.copyOf(services);
    this.health = health;
    this.quality = quality;
    this.pause = pause;
    this.random = random;
    this.timer = timer;
  }

  /**
   * Gets one chat answer. Blocks until it is complete.
   *
   * <p>A streamed answer begins at its first content; if its target dies from there on, another
   * goes on with it where the plan's policy and the answer allow. A plain answer, and one that has
   * to pass a quality gate, begins when it is complete.
   *
   * @param attempts hears of each attempt
   * @throws CallFailedException when no target is left, the deadline has passed, or the failure is
   *     the request's own
   * @throws AbandonedException when the listener threw, or the call's {@code gone} is cancelled
   * @throws CallBrokenException when the loop itself failed
   */
  public Answered chat(
      Plan plan, ChatRequest request, Call call, AnswerListener listener, AttemptListener attempts)
      throws CallFailedException {
    Optional<String> uncheckable = quality.whyNot(plan, request);
    if (uncheckable.isPresent()) {
      throw new CallFailedException(Trail.NONE, notToBeChecked(uncheckable.get()), false);
    }
    ChatOperation operation =
        new ChatOperation(services, health, request, plan, quality, listener, call);
    AttemptRecorder recorder = new AttemptRecorder(health, attempts);
    Call attempted = ended(plan, call);
    AttemptRunner runner = new AttemptRunner(operation, attempted, recorder, timer);
    Optional<HedgedAttempt> hedge =
        plan.policy().hedging() instanceof Hedging.Off
            ? Optional.empty()
            : Optional.of(
                new HedgedAttempt(
                    operation, attempted, runner, recorder, health, plan.policy().hedging()));
    Trail trail = run(plan, operation, call, runner, hedge);
    return new Answered(
        trail,
        operation.used(),
        operation.isEstimated(),
        operation.gatePassed(),
        operation.schemas());
  }

  private static ProviderException notToBeChecked(String why) {
    String field = "response_format.json_schema.schema";
    return new ProviderException(
            Kind.UNSUPPORTED,
            "This route checks answers against '" + field + "', which cannot be done: " + why + ".")
        .withParam(field);
  }

  /** Gets the vectors of one embeddings call; throws as {@link #chat} does. */
  public EmbeddingAnswer embed(
      Plan plan, EmbeddingRequest request, Call call, AttemptListener attempts)
      throws CallFailedException {
    EmbeddingOperation operation = new EmbeddingOperation(services, health, request);
    AttemptRunner runner =
        new AttemptRunner(
            operation, ended(plan, call), new AttemptRecorder(health, attempts), timer);
    return operation.answer(run(plan, operation, call, runner, Optional.empty()));
  }

  /**
   * Asks the service of the first target how many tokens a prompt has.
   *
   * @return empty where it cannot count, or did not in a few seconds
   */
  public OptionalLong count(Plan plan, ChatRequest request, Call call) {
    return new TokenCounts(services, timer).count(plan, request, call);
  }

  /** The call as its attempts see it, which are not ended where they are to be read to the end. */
  private static Call ended(Plan plan, Call call) {
    return switch (plan.policy().onDisconnect()) {
      case CANCEL -> call;
      case DRAIN -> call.toTheEnd();
    };
  }

  private Trail run(
      Plan plan,
      Operation operation,
      Call call,
      AttemptRunner runner,
      Optional<HedgedAttempt> hedge)
      throws CallFailedException {
    TargetQueue queue = new TargetQueue(plan.steps(), health, call.deadline());
    return new CallRun(plan, operation, call, queue, runner, hedge, pause, random).run();
  }
}
