package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.target.Plan;
import dev.trefoil.target.Target;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The attempt loop: the plan's targets in order, until one answers or none is left. */
public final class FallbackLoop {
  private static final System.Logger LOG = System.getLogger(FallbackLoop.class.getName());

  private final Map<String, ChatModel> models;
  private final AttemptLimits limits;

  /**
   * @param models by the service's name
   */
  public FallbackLoop(Map<String, ChatModel> models, AttemptLimits limits) {
    this.models = Map.copyOf(models);
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
   * Gets one answer. Blocks until it is complete.
   *
   * <p>A streamed answer begins at its first content, and from there on its target is the only one.
   * A plain answer begins when it is complete, so that a target that dies half-way through is
   * followed by the next.
   *
   * @return the trail, the answering attempt last
   * @throws CallFailedException when no target is left, the deadline has passed, or the failure is
   *     the request's own
   */
  public Trail run(
      Plan plan, ChatRequest request, String requestId, Deadline deadline, AnswerListener listener)
      throws CallFailedException {
    Trail trail = Trail.NONE;
    List<Target> targets = plan.targets();
    for (int i = 0; ; i++) {
      Target target = targets.get(i);
      Duration share = deadline.remaining().dividedBy(targets.size() - i);
      Answer answer = new Answer(target, trail, request.stream(), listener);
      try {
        attempt(target, request, requestId, deadline, share, answer);
        return answer.complete();
      } catch (ProviderException e) {
        trail = trail.plus(Attempt.failed(target, e, answer.elapsed()));
        boolean last = i == targets.size() - 1 || deadline.isExpired();
        if (last || answer.begun || !sendsOnward(e.kind())) {
          throw new CallFailedException(trail, e, answer.begun);
        }
      }
    }
  }

  private void attempt(
      Target target,
      ChatRequest request,
      String requestId,
      Deadline deadline,
      Duration share,
      Answer answer)
      throws ProviderException {
    Cancellation cancellation = new Cancellation();
    Duration silence =
        request.stream() && limits.firstToken().compareTo(share) < 0 ? limits.firstToken() : share;
    try (Watch watch = new Watch(cancellation, deadline, silence, limits.stall())) {
      ChatListener watched =
          event -> {
            watch.sign();
            answer.onEvent(event);
          };
      try {
        models
            .get(target.service())
            .chat(
                request,
                target.model(),
                new CallContext(requestId, deadline, cancellation),
                watched);
      } catch (ProviderException e) {
        throw watch.expired().orElse(e);
      } catch (RuntimeException e) {
        if (answer.refused) {
          throw e;
        }
        LOG.log(Level.ERROR, "the client of " + target.service() + " failed unexpectedly", e);
        throw new ProviderException(Kind.OVERLOADED, "the service's client failed: " + e, e);
      }
    }
  }

  /** One target's answer: passed on as it comes when streamed, kept until complete when plain. */
  private static final class Answer {
    private final Target target;
    private final Trail before;
    private final boolean stream;
    private final AnswerListener listener;
    private final List<ChatEvent> kept = new ArrayList<>();
    private final long start = System.nanoTime();
    private boolean begun;

    /** Whether the listener threw: only then is it still true after an event. */
    private boolean refused;

    Answer(Target target, Trail before, boolean stream, AnswerListener listener) {
      this.target = target;
      this.before = before;
      this.stream = stream;
      this.listener = listener;
    }

    void onEvent(ChatEvent event) {
      if (!stream) {
        kept.add(event);
        return;
      }
      refused = true;
      if (!begun) {
        begun = true;
        listener.onStart(target, before.plus(Attempt.started(target, elapsed())));
      }
      listener.onEvent(event);
      refused = false;
    }

    Trail complete() {
      Trail trail = before.plus(Attempt.ok(target, elapsed()));
      if (!begun) {
        begun = true;
        listener.onStart(target, trail);
        kept.forEach(listener::onEvent);
      }
      return trail;
    }

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }
}
