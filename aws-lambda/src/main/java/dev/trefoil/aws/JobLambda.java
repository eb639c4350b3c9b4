package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.trefoil.chat.Deadline;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;

/**
 * The handler of the job function: takes the batches of an SQS event source mapping, which has to
 * have ReportBatchItemFailures set.
 */
public final class JobLambda implements RequestStreamHandler {
  /** What is kept back of the invocation's time, to store a result in and to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final TrefoilRuntime RUNTIME = WarmRuntime.start(System.getenv());
  private static final SqsEvents EVENTS =
      new SqsEvents(
          RUNTIME.requireJobs().messages(),
          AwsJobs.queues(System.getenv(), RUNTIME.identity()),
          URI.create(RUNTIME.jobs().orElseThrow().queue()));

  @SuppressWarnings("UnusedVariable") // Nobody else holds it.
  private static final Snapshots SNAPSHOTS =
      Snapshots.watch(RUNTIME, Priming.HTTP, System.getenv());

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    response.write(EVENTS.handle(event.readAllBytes(), deadline));
  }
}
