package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.trefoil.chat.Deadline;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The handler of the probe function: runs a probe whatever the event, which an EventBridge schedule
 * sends, and answers what it has found.
 */
public final class ProbeLambda implements RequestStreamHandler {
  /** What is kept back of the invocation's time, to tell the board in and to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final TrefoilRuntime RUNTIME = WarmRuntime.start(System.getenv());

  @SuppressWarnings("UnusedVariable") // Nobody else holds it.
  private static final Snapshots SNAPSHOTS =
      Snapshots.watch(RUNTIME, Priming.HTTP, System.getenv());

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    response.write(RUNTIME.probe(deadline).toString().getBytes(StandardCharsets.UTF_8));
  }
}
