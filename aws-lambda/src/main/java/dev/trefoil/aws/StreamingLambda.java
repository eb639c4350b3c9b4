// The HTTP function as a runtime of its own, since the managed one posts answers whole.
package dev.trefoil.aws;

import dev.trefoil.aws.runtimeapi.Answer;
import dev.trefoil.aws.runtimeapi.Invocation;
import dev.trefoil.aws.runtimeapi.InvocationError;
import dev.trefoil.aws.runtimeapi.InvocationHandler;
import dev.trefoil.aws.runtimeapi.RuntimeApi;
import dev.trefoil.aws.runtimeapi.RuntimeLoop;
import dev.trefoil.log.JsonLines;
import dev.trefoil.policy.Cloud;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Answers the same events as {@link HttpLambda}, and streams the answers to Function URLs and REST
 * APIs. It is started in the place of the managed runtime ({@code stream.sh}), or as an image.
 *
 * <p>A snapshot of it is never taken: SnapStart is a contract with the managed runtime.
 */
public final class StreamingLambda {
  /** Each takes a thread, and more are not to be expected of one process. */
  private static final int MOST_AT_ONCE = 4096;

  /** Longer than Lambda waits before it kills a process that it has told to end. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  private StreamingLambda() {}

  /** Runs until the platform ends the process. */
  public static void main(String[] args) throws InterruptedException {
    JsonLines.install(Cloud.AWS);
    Map<String, String> env = System.getenv();
    RuntimeApi api = RuntimeApi.at(env.getOrDefault("AWS_LAMBDA_RUNTIME_API", ""));
    try {
      started(api, env).run();
    } catch (IOException e) {
      log("the process ends, since Lambda is of no use to it", e);
      System.exit(1);
    }
  }

  /**
   * @throws IOException when it cannot be started, which Lambda has been told if that can be
   */
  private static RuntimeLoop started(RuntimeApi api, Map<String, String> env) throws IOException {
    try {
      return start(api, env);
    } catch (RuntimeException | LinkageError e) {
      log("the function cannot be started", e);
      // The message says what is wrong with the configuration; of calls nothing is known yet.
      String type = e instanceof LinkageError ? "Runtime.UnknownReason" : "Runtime.ConfigInvalid";
      api.initError(new InvocationError(type, String.valueOf(e.getMessage())));
      throw new IOException("the function cannot be started", e);
    }
  }

  /** Not held: a logger that is made before JsonLines would read a configuration. */
  private static void log(String text, Throwable failure) {
    System.getLogger(StreamingLambda.class.getName()).log(Level.ERROR, text, failure);
  }

  private static RuntimeLoop start(RuntimeApi api, Map<String, String> env) {
    if ("snap-start".equals(env.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
      throw new IllegalArgumentException(
          "this form streams and has no snapshots: turn SnapStart off, or AWS_LAMBDA_EXEC_WRAPPER");
    }
    int atOnce = atOnce(env.getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1"));
    StreamedDoors streamed = StreamedDoors.of(env);
    TraceHeader trace = TraceHeader.when(atOnce);
    HttpFunction function =
        HttpFunction.start(env, UnaryOperator.identity(), UnaryOperator.identity());
    RuntimeLoop loop =
        new RuntimeLoop(
            api,
            atOnce,
            new InvocationHandler() {
              @Override
              public void handle(Invocation invocation, Answer answer) throws IOException {
                trace.set(invocation);
                function.handle(invocation, streamed, answer);
              }

              @Override
              public void answered() {
                function.answered();
              }
            });
    Runnable drained = function.keepWhileDraining();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(loop, drained), "trefoil-drain"));
    return loop;
  }

  private static int atOnce(String text) {
    if (text.matches("[0-9]{1,4}")) {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= MOST_AT_ONCE) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "AWS_LAMBDA_MAX_CONCURRENCY is a whole number from 1 to " + MOST_AT_ONCE + ", not " + text);
  }

  private static void end(RuntimeLoop loop, Runnable drained) {
    try {
      var unused = loop.end(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drained.run();
    }
  }
}
