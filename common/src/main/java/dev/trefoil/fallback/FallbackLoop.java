package dev.trefoil.fallback;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.target.Plan;
import dev.trefoil.target.Target;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The attempt loop: the plan's targets in order, until one answers or none is left. */
public final class FallbackLoop {
  private static final System.Logger LOG = System.getLogger(FallbackLoop.class.getName());

  private final Map<String, ModelService> services;
  private final AttemptLimits limits;

  /**
   * @param services by name
   */
  public FallbackLoop(Map<String, ModelService> services, AttemptLimits limits) {
    this.services = Map.copyOf(services);
    this.limits = limits;
  }

  /** Whether a failure of this kind is one that another target may not have. */
  static boolean sendsOnward(Kind kind) {
    return switch (kind) {
      case THROTTLED, QUOTA, OVERLOADED, TIMEOUT, UNREACHABLE, TRUNCATED, AUTH, MODEL_UNAVAILABLE ->
          true;
      case CONTEXT_TOO_LONG, CONTENT_FILTERED, UNSUPPORTED, INVALID -> false;
    };
  }

  /**
   * Gets one chat answer. Blocks until it is complete.
   *
   * <p>A streamed answer begins at its first content, and from there on its target is the only one.
   * A plain answer begins when it is complete, so that a target that dies half-way through is
   * followed by the next.
   *
   * @return the trail, the answering attempt last
   * @throws CallFailedException when no target is left, the deadline has passed, or the failure is
   *     the request's own
   */
  public Trail chat(
      Plan plan, ChatRequest request, String requestId, Deadline deadline, AnswerListener listener)
      throws CallFailedException {
    ChatJob job = new ChatJob(services, request, listener);
    return run(plan, job, requestId, deadline, request.stream());
  }

  /**
   * Gets the vectors of one embeddings call; throws as {@link #chat} does.
   *
   * @param plan whose targets' vectors may stand for one another
   */
  public EmbeddingAnswer embed(
      Plan plan, EmbeddingRequest request, String requestId, Deadline deadline)
      throws CallFailedException {
    EmbeddingJob job = new EmbeddingJob(services, request);
    Trail trail = run(plan, job, requestId, deadline, false);
    return job.answer(trail);
  }

  private Trail run(Plan plan, Job job, String requestId, Deadline deadline, boolean streamed)
      throws CallFailedException {
    Trail trail = Trail.NONE;
    List<Target> targets = plan.targets();
    for (int i = 0; ; i++) {
      Target target = targets.get(i);
      Duration share = deadline.remaining().dividedBy(targets.size() - i);
      Duration silence =
          streamed && limits.firstToken().compareTo(share) < 0 ? limits.firstToken() : share;
      long start = System.nanoTime();
      try {
        attempt(target, trail, job, requestId, deadline, silence);
        return trail.plus(Attempt.ok(target, since(start)));
      } catch (ProviderException e) {
        trail = trail.plus(Attempt.failed(target, e, since(start)));
        boolean last = i == targets.size() - 1 || deadline.isExpired();
        if (last || job.begun() || !sendsOnward(e.kind())) {
          throw new CallFailedException(trail, e, job.begun());
        }
      }
    }
  }

  private void attempt(
      Target target, Trail before, Job job, String requestId, Deadline deadline, Duration silence)
      throws ProviderException {
    Cancellation cancellation = new Cancellation();
    try (Watch watch = new Watch(cancellation, deadline, silence, limits.stall())) {
      try {
        job.attempt(
            target, before, new CallContext(requestId, deadline, cancellation), watch::sign);
      } catch (ProviderException e) {
        throw watch.expired().orElse(e);
      } catch (RuntimeException e) {
        if (job.refused()) {
          throw e;
        }
        LOG.log(Level.ERROR, "the client of " + target.service() + " failed unexpectedly", e);
        throw new ProviderException(Kind.OVERLOADED, "the service's client failed: " + e, e);
      }
    }
  }

  static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
