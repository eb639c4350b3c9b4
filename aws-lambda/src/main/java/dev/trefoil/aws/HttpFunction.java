// What every form of the HTTP function does; a handler chooses the form.
package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import dev.trefoil.aws.runtimeapi.Answer;
import dev.trefoil.aws.runtimeapi.Invocation;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The HTTP function in one process: built once, and called by many threads at once. */
public final class HttpFunction {
  /** What is kept back of the invocation's time, so that Lambda never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final TrefoilRuntime runtime;
  private final HttpEvents events;

  @SuppressWarnings("UnusedVariable") // Nobody else holds it.
  private final Snapshots snapshots;

  private HttpFunction(TrefoilRuntime runtime, HttpEvents events, Snapshots snapshots) {
    this.runtime = runtime;
    this.events = events;
    this.snapshots = snapshots;
  }

  /**
   * Starts it, in Lambda's init phase.
   *
   * @param form puts what stands between events and the core before the core
   * @param rehearsed the same for a core that rehearses calls: without what would refuse them
   * @throws dev.trefoil.config.ConfigException when the configuration has mistakes
   */
  public static HttpFunction start(
      Map<String, String> env,
      UnaryOperator<HttpHandler> form,
      UnaryOperator<HttpHandler> rehearsed) {
    TrefoilRuntime runtime = WarmRuntime.start(env);
    return new HttpFunction(
        runtime,
        new HttpEvents(form.apply(runtime.http()), InstantSource.system()),
        Snapshots.watch(
            runtime, (core, body) -> HttpEvents.rehearse(rehearsed.apply(core), body), env));
  }

  /**
   * Answers one event.
   *
   * @throws IOException when it is not an HTTP event
   */
  public void handle(InputStream event, OutputStream response, Context context) throws IOException {
    Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    events.handle(event, response, Deadline.after(remaining.minus(MARGIN)));
    runtime.priming().primeStandbysInSpareTime();
    answered(); // The managed runtime posts the answer after this, and has no later moment.
  }

  /**
   * Answers one event by a runtime that can stream.
   *
   * @throws IOException when it is not an HTTP event, or nobody takes the answer any more
   */
  void handle(Invocation invocation, StreamedDoors streamed, Answer answer) throws IOException {
    Duration remaining = Duration.between(Instant.now(), invocation.deadline());
    events.handle(invocation.event(), streamed, answer, Deadline.after(remaining.minus(MARGIN)));
    runtime.priming().primeStandbysInSpareTime();
  }

  /** Sends telemetry of calls before the process may stand still, for a bounded time. */
  void answered() {
    var unused = runtime.flush();
  }

  /**
   * For a runtime that ends its calls before it ends itself.
   *
   * @return to be run once, when none is under way any more
   */
  Runnable keepWhileDraining() {
    return runtime.keepWhileDraining();
  }
}
