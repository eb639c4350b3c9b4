package dev.trefoil.gateway;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.routing.Plan;
import java.time.Duration;

/** What the log says of one call. */
public final class CallRecord {
  private final Call call;
  private final Plan plan;
  private final boolean streamed;
  private final long start = System.nanoTime();
  private String outcome = "";
  private Trail trail = Trail.NONE;
  private Duration took = Duration.ZERO;

  CallRecord(Call call, Plan plan, boolean streamed) {
    this.call = call;
    this.plan = plan;
    this.streamed = streamed;
  }

  CallRecord answered(Trail attempts) {
    return ended("answered", attempts);
  }

  CallRecord failed(Trail attempts) {
    return ended("failed", attempts);
  }

  CallRecord abandoned(Trail attempts) {
    return ended("abandoned", attempts);
  }

  private CallRecord ended(String how, Trail attempts) {
    outcome = how;
    trail = attempts;
    took = Duration.ofNanos(System.nanoTime() - start);
    return this;
  }

  public String requestId() {
    return call.requestId();
  }

  /** Who sends it. */
  public String caller() {
    return call.caller().label();
  }

  /** The name of the route, or of the target that was named outright. */
  public String route() {
    return plan.route();
  }

  public boolean streamed() {
    return streamed;
  }

  /** answered, failed or abandoned. */
  public String outcome() {
    return outcome;
  }

  public Trail trail() {
    return trail;
  }

  public Duration took() {
    return took;
  }
}
