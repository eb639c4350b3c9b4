package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.trefoil.chat.Deadline;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The handler of the HTTP function: takes the events of API Gateway (HTTP API and REST API), of
 * Function URLs and of Application Load Balancers.
 *
 * <p>Everything is built when the class is loaded, in Lambda's init phase, and shared by all
 * invocations, which may run at the same time.
 */
public final class HttpLambda implements RequestStreamHandler {
  /** What is kept back of the invocation's time, so that Lambda never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private static final TrefoilRuntime RUNTIME = WarmRuntime.start(System.getenv());
  private static final HttpEvents EVENTS = new HttpEvents(RUNTIME.http(), InstantSource.system());

  @SuppressWarnings("UnusedVariable") // Nobody else holds it.
  private static final Snapshots SNAPSHOTS =
      Snapshots.watch(RUNTIME, HttpEvents::rehearse, System.getenv());

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    EVENTS.handle(event, response, Deadline.after(remaining.minus(MARGIN)));
    RUNTIME.priming().primeStandbysInSpareTime();
  }
}
