package dev.trefoil.fallback;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Timer;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.TokenCounter;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Step;
import dev.trefoil.routing.TargetRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/**
 * Asks the service of a plan's first target how long a prompt is. Nothing else depends on it, so
 * that a service which does not say is asked once and for a short time only.
 */
final class TokenCounts {
  private static final System.Logger LOG = System.getLogger(TokenCounts.class.getName());
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Map<String, ModelService> services;
  private final Timer timer;

  TokenCounts(Map<String, ModelService> services, Timer timer) {
    this.services = services;
    this.timer = timer;
  }

  /** Empty where the service cannot count, or did not. */
  OptionalLong count(Plan plan, ChatRequest request, Call call) {
    Step step = plan.steps().getFirst();
    Optional<TokenCounter> counter =
        services.get(step.target().service()).counter(step.target().model());
    if (counter.isEmpty()) {
      return OptionalLong.empty();
    }
    Call brief = call.by(call.deadline().within(LONGEST));
    Cancellation cancellation = new Cancellation();
    call.gone().onCancel(cancellation::cancel);
    Future<?> alarm = timer.after(brief.deadline().remaining(), cancellation::cancel);
    try {
      ChatRequest asked = TargetRequest.of(request.withStream(false), step, plan.policy());
      return OptionalLong.of(
          counter.get().count(asked, step.target().model(), brief.context(cancellation)));
    } catch (ProviderException e) {
      LOG.log(
          Level.INFO,
          () ->
              "call " + call.requestId() + ": " + step.target() + " counts no tokens: " + e.kind());
      return OptionalLong.empty();
    } finally {
      alarm.cancel(false);
    }
  }
}
