package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.trefoil.chat.Deadline;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The handler of the probe function: runs a probe at each event of a schedule, writes the report
 * that is due, and answers what it has found and written, {@code {"bedrock/model":"ok",
 * "report":"2026-12-01"}}.
 *
 * <p>Nothing of the event counts. A schedule of EventBridge Scheduler has to name its input, as
 * template.yaml's does: the one that Scheduler makes up has {@code detail} as a string, which the
 * library does not read (aws-lambda-java-libs, issue 479).
 */
public final class ProbeLambda implements RequestHandler<ScheduledEvent, Map<String, String>> {
  /** What is kept back of the invocation's time, to tell the board in and to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final TrefoilRuntime RUNTIME = WarmRuntime.start(System.getenv());

  @SuppressWarnings("UnusedVariable") // Nobody else holds it.
  private static final Snapshots SNAPSHOTS =
      Snapshots.watch(RUNTIME, Priming.HTTP, System.getenv());

  @Override
  public Map<String, String> handleRequest(ScheduledEvent event, Context context) {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    Map<String, String> found = new LinkedHashMap<>();
    RUNTIME
        .probe(deadline)
        .outcomes()
        .forEach((target, outcome) -> found.put(target.toString(), outcome));
    RUNTIME.report(deadline).ifPresent(day -> found.put("report", day.toString()));
    var unused = RUNTIME.flush();
    return found;
  }
}
