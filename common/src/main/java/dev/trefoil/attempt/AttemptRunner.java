package dev.trefoil.attempt;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Step;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** Makes one attempt, watched by its limits, and writes down how it ended. */
public final class AttemptRunner {
  private static final System.Logger LOG = System.getLogger(AttemptRunner.class.getName());

  private final Operation operation;
  private final Call call;
  private final AttemptRecorder recorder;
  private final Timer timer;

  /**
   * @param call whose {@code gone} ends the attempts
   */
  public AttemptRunner(Operation operation, Call call, AttemptRecorder recorder, Timer timer) {
    this.operation = operation;
    this.call = call;
    this.recorder = recorder;
    this.timer = timer;
  }

  /**
   * Asks one target.
   *
   * @param targetsLeft how many share the call's time, this one included
   * @return how it ended; {@link Attempt#ABANDONED} when the caller left meanwhile
   */
  public Attempt run(Step step, Trail before, int targetsLeft) {
    Cancellation cancellation = new Cancellation();
    call.gone().onCancel(cancellation::cancel);
    try (AttemptTimeout timeout = timeoutAlone(step, cancellation, targetsLeft)) {
      AttemptProgress progress = begin(step, timeout);
      try {
        operation.attempt(step, before, call.context(progress.number(), cancellation), progress);
        return recorder.ok(step, progress);
      } catch (AnswerRejectedException e) {
        return recorder.rejected(step, progress, e.getMessage());
      } catch (ProviderException e) {
        return failed(step, progress, timeout, e);
      } catch (RuntimeException | Error e) {
        return broken(step, progress, timeout, e);
      }
    }
  }

  /** The watch over a target that is asked as one of several at once. */
  public AttemptTimeout timeout(Step step, Cancellation cancellation, int targetsLeft) {
    return timeout(step, cancellation, targetsLeft, silence(step), false);
  }

  /** The same over one that is asked alone, and so perhaps for its whole answer. */
  private AttemptTimeout timeoutAlone(Step step, Cancellation cancellation, int targetsLeft) {
    Duration silence = silence(step);
    // No stream that says nothing would be waited for any longer.
    Duration patience = shorter(silence, step.limits().stall());
    Duration share = call.deadline().remaining().dividedBy(targetsLeft);
    boolean whole = operation.asksWhole(step, shorter(patience, share));
    return timeout(step, cancellation, targetsLeft, whole ? patience : silence, whole);
  }

  private AttemptTimeout timeout(
      Step step, Cancellation cancellation, int targetsLeft, Duration silence, boolean whole) {
    return new AttemptTimeout(
        timer,
        cancellation,
        call.deadline(),
        silence,
        step.limits().stall(),
        step.limits().firstTokenThinking(),
        targetsLeft,
        whole);
  }

  private Duration silence(Step step) {
    return operation.thinks(step) ? step.limits().firstTokenThinking() : step.limits().firstToken();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** An attempt begins, which is to be ended by the recorder. */
  public AttemptProgress begin(Step step, AttemptTimeout timeout) {
    return new AttemptProgress(timer, timeout, recorder.begun(step), recorder.hold(step));
  }

  /** What an attempt ended with that threw what it should not, unless its caller left. */
  public Attempt broken(
      Step step, AttemptProgress progress, AttemptTimeout timeout, Throwable thrown) {
    return operation.refusal().isPresent()
        ? recorder.undecided(step, progress, Attempt.ABANDONED)
        : failed(step, progress, timeout, bug(step, thrown));
  }

  /** What an attempt that ended with {@code thrown} ended with in truth. */
  public Attempt failed(
      Step step, AttemptProgress progress, AttemptTimeout timeout, ProviderException thrown) {
    if (call.gone().isCancelled()) {
      return recorder.undecided(step, progress, Attempt.ABANDONED);
    }
    Optional<Limit> limit = timeout.expired();
    if (limit.isPresent() && limit.get() == Limit.WHOLE) {
      operation.tookTooLong(step);
    }
    ProviderException failure = limit.map(timeout::failure).orElse(thrown);
    boolean counts = limit.isPresent() ? timeout.wasPatient() : FailureRules.counts(step, failure);
    if (failure.kind() == Kind.AUTH) {
      LOG.log(Level.ERROR, step.target() + " does not accept who we are: " + failure.getMessage());
    }
    return recorder.failed(
        step, progress, told(step, failure), failure.getMessage(), limit, counts);
  }

  /**
   * The failure in words for the caller. Those of a service that refuses who we are, or of a step
   * on the way to a token, name accounts, roles, projects and people: they are for the log.
   */
  private static ProviderException told(Step step, ProviderException failure) {
    if (failure.kind() != Kind.AUTH) {
      return failure;
    }
    ProviderException told =
        new ProviderException(
            Kind.AUTH,
            step.target().service() + " does not accept who Trefoil is; Trefoil's log says why",
            failure);
    return failure.retryAfter().map(told::withRetryAfter).orElse(told);
  }

  /**
   * A client that throws what it should not is like a service that fails.
   *
   * <p>Errors are no exception. What cannot be loaded in this process is this target's loss alone.
   * A stack that overflowed is unwound by the time that it is caught. Where memory ran out, what
   * asked for it has let go of its own; a process that cannot go on ends by the JVM's own flag
   * (ExitOnOutOfMemoryError), and otherwise fails the next attempt as well.
   */
  public static ProviderException bug(Step step, Throwable thrown) {
    LOG.log(
        Level.ERROR, "the client of " + step.target().service() + " failed unexpectedly", thrown);
    return new ProviderException(
        thrown instanceof LinkageError ? Kind.MODEL_UNAVAILABLE : Kind.OVERLOADED,
        "the service's client failed ("
            + thrown.getClass().getSimpleName()
            + "); Trefoil's log says why",
        thrown);
  }
}
