package dev.trefoil.azure;

import dev.trefoil.chat.Deadline;
import dev.trefoil.log.JsonLines;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import java.time.Duration;
import java.util.Map;

/** What the functions of this app share. No record, which Java 11 would not know to be a class. */
final class AzureApp {
  private static final Duration MOST_OF_A_PROBE = Duration.ofMinutes(1);
  private static final Duration KEPT_OF_A_PROBE = Duration.ofSeconds(1);

  /** Made once, by {@link WarmRuntime}. */
  static final AzureApp RUNNING = new AzureApp(System.getenv());

  private final FunctionTimeout timeout;
  private final EasyAuth easyAuth;
  private final TrefoilRuntime runtime;

  private AzureApp(Map<String, String> env) {
    JsonLines.install(Cloud.AZURE);
    timeout = FunctionTimeout.of(env);
    easyAuth = EasyAuth.of(env);
    runtime = TrefoilRuntime.start(Cloud.AZURE, env);
  }

  /** Starts it: what fails is to fail when the app is loaded. */
  static void start() {
    RUNNING.runtime.priming().fetchAhead();
    RUNNING.runtime.priming().primeInSpareTime(Priming.HTTP);
    RUNNING.runtime.beforeFirstCall();
    if (RUNNING.runtime.sendsTelemetry()) {
      // A process goes on between calls, and is told to end: no call waits for telemetry.
      Runtime.getRuntime()
          .addShutdownHook(new Thread(RUNNING.runtime::flushAtTheEnd, "trefoil-telemetry"));
    }
  }

  /** Runs a probe, and writes the report that is due. */
  static void probe() {
    Deadline deadline = Deadline.after(RUNNING.timeout.within(MOST_OF_A_PROBE, KEPT_OF_A_PROBE));
    RUNNING.runtime.probe(deadline);
    var unused = RUNNING.runtime.report(deadline);
  }

  TrefoilRuntime runtime() {
    return runtime;
  }

  EasyAuth easyAuth() {
    return easyAuth;
  }

  /** How long the platform lets a function run. */
  FunctionTimeout timeout() {
    return timeout;
  }
}
