package dev.trefoil.gateway;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Settings;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingRequest;
import dev.trefoil.routing.ShadowPlan;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sends a copy of a call to each standby of its route, one after the other, and drops what they
 * answer. What it shows of them counts for their breakers and latencies like any attempt. Used by
 * many threads at once.
 */
public final class ShadowRunner {
  private static final System.Logger LOG = System.getLogger(ShadowRunner.class.getName());

  /** How long the answer to a copy may be, so that its cost is bounded before it is sent. */
  static final int MOST_ANSWER = 4096;

  private final Router router;
  private final FallbackLoop loop;
  private final CallEvents events;
  private final ShadowBudget budget;

  /**
   * @param loop one whose answers no other model is asked about
   */
  public ShadowRunner(Router router, FallbackLoop loop, CallEvents events, ShadowBudget budget) {
    this.router = router;
    this.loop = loop;
    this.events = events;
    this.budget = budget;
  }

  /** Never throws. */
  public void run(ShadowCopy copy, Deadline deadline) {
    ChatRequest request = bounded(copy.request());
    Optional<ShadowPlan> plan =
        router.shadow(
            new RoutingRequest(
                copy.model(), RoutingPreferences.within(copy.places()), Requirements.of(request)));
    if (plan.isPresent()) {
      for (ShadowPlan.Copy one : plan.get().copies()) {
        if (budget.take(plan.get().route(), one.likelyUsd(), plan.get().monthlyUsd())) {
          send(plan.get(), one, copy, request, deadline);
        }
      }
    }
  }

  private void send(
      ShadowPlan plan,
      ShadowPlan.Copy one,
      ShadowCopy copy,
      ChatRequest request,
      Deadline deadline) {
    Subject subject =
        new Subject(
            copy.requestId(), new Caller(""), copy.trace(), plan.route(), false, Instant.now());
    long start = System.nanoTime();
    Trail trail = ask(plan, one, copy, request, deadline);
    events.publish(new ShadowEnded(subject, trail, Duration.ofNanos(System.nanoTime() - start)));
    // What a copy has cost that failed on the way is not known: what was taken for it is gone.
    if (trail.costUsd().isPresent()) {
      budget.settle(plan.route(), trail.costUsd().getAsDouble() - one.likelyUsd());
    }
  }

  private Trail ask(
      ShadowPlan plan,
      ShadowPlan.Copy one,
      ShadowCopy copy,
      ChatRequest request,
      Deadline deadline) {
    Plan only = new Plan(plan.route(), List.of(one.step()), plan.policy(), List.of());
    Call call =
        new Call(copy.requestId(), new Caller(""), copy.trace(), deadline, new Cancellation());
    try {
      return loop.chat(only, request, call, new Dropped(), AttemptListener.NONE).trail();
    } catch (CallFailedException e) {
      return e.trail();
    } catch (CallBrokenException e) {
      LOG.log(Level.ERROR, "a copy to " + one.step().target() + " failed unexpectedly", e);
      return e.trail();
    }
  }

  private static ChatRequest bounded(ChatRequest request) {
    Settings asked = request.settings();
    Settings.Builder bounded =
        asked.toBuilder()
            .choices(1)
            .maxTokens(
                OptionalInt.of(Math.min(asked.maxTokens().orElse(MOST_ANSWER), MOST_ANSWER)));
    if (asked.reasoningBudget().orElse(0) >= MOST_ANSWER) {
      bounded.reasoningBudget(OptionalInt.empty());
    }
    return request.withStream(false).withSettings(bounded.build());
  }

  /** Of the answer to a copy nothing matters but that it comes. */
  private static final class Dropped implements AnswerListener {
    @Override
    public void onStart(AnswerStart start) {}

    @Override
    public void onEvent(ChatEvent event) {}
  }
}
