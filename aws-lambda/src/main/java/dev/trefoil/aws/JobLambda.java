package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.trefoil.chat.Deadline;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import java.net.URI;
import java.time.Duration;

/**
 * The handler of the job function: takes the batches of an SQS event source mapping, which has to
 * have ReportBatchItemFailures set.
 */
public final class JobLambda implements RequestHandler<SQSEvent, SQSBatchResponse> {
  /** What is kept back of the invocation's time, to store a result in and to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final TrefoilRuntime RUNTIME = WarmRuntime.start(System.getenv());
  private static final SqsEvents EVENTS =
      new SqsEvents(
          RUNTIME.requireJobs().messages(),
          RUNTIME.store().orElseThrow().queues(),
          URI.create(RUNTIME.jobs().orElseThrow().queue()));

  @SuppressWarnings("UnusedVariable") // Nobody else holds it.
  private static final Snapshots SNAPSHOTS =
      Snapshots.watch(RUNTIME, Priming.HTTP, System.getenv());

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    try {
      return EVENTS.handle(event, deadline);
    } finally {
      var unused = RUNTIME.flush();
    }
  }
}
