// The measured process of telemetry: a runtime that sends none and one that traces every call, in
// one JVM, block by block.
package dev.trefoil.benchmarks.warm;

import dev.trefoil.benchmarks.calls.CallBlock;
import dev.trefoil.benchmarks.calls.Caller;
import dev.trefoil.benchmarks.calls.Prompt;
import dev.trefoil.benchmarks.calls.TrefoilCaller;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arguments: milliseconds of warm-up a side, pairs of blocks, calls a block, and the receiver of
 * telemetry; without a receiver there is no side that traces.
 */
final class TracedProcess {
  /** Longer than a run: what a block's calls leave to be sent goes with its last call. */
  private static final String NEVER_BY_ITSELF = "3600000";

  /** Which takes a key: no token is fetched beside a block. */
  private static final String TARGET = "openai/gpt-5.2";

  private TracedProcess() {}

  public static void main(String[] args) throws Exception {
    Duration warmUp = Duration.ofMillis(Long.parseLong(args[0]));
    int pairs = Integer.parseInt(args[1]);
    int calls = Integer.parseInt(args[2]);
    Map<String, Caller> sides = new LinkedHashMap<>();
    TrefoilRuntime off = TrefoilRuntime.start(Cloud.AWS, System.getenv());
    for (boolean stream : new boolean[] {false, true}) {
      sides.put(off(stream), caller(off, stream));
    }
    if (args.length > 3) {
      TrefoilRuntime traced = TrefoilRuntime.start(Cloud.AWS, tracing(args[3]));
      for (boolean stream : new boolean[] {false, true}) {
        sides.put(traced(stream), new Flushed(traced, caller(traced, stream), calls));
      }
    }
    CallBlock.warmUp(sides.values(), warmUp);
    for (int i = 0; i < pairs; i++) {
      for (Map.Entry<String, Caller> side : sides.entrySet()) {
        Figures.print(side.getKey(), CallBlock.of(side.getValue(), calls).cpuMillis());
      }
    }
    System.exit(0); // As in the process of the warm calls.
  }

  private static Map<String, String> tracing(String receiver) {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver);
    env.put("OTEL_BSP_SCHEDULE_DELAY", NEVER_BY_ITSELF);
    env.put("OTEL_METRIC_EXPORT_INTERVAL", NEVER_BY_ITSELF);
    return env;
  }

  private static Caller caller(TrefoilRuntime runtime, boolean stream) throws IOException {
    return new TrefoilCaller(runtime.http(), TARGET, Prompt.answeredBy(WarmProcess.TOKENS), stream);
  }

  static String off(boolean stream) {
    return "off " + (stream ? "streamed" : "plain");
  }

  static String traced(boolean stream) {
    return "traced " + (stream ? "streamed" : "plain");
  }

  /** Sends with every so many calls what they have left to be sent. */
  private static final class Flushed implements Caller {
    private final TrefoilRuntime runtime;
    private final Caller caller;
    private final int calls;
    private int made;

    Flushed(TrefoilRuntime runtime, Caller caller, int calls) {
      this.runtime = runtime;
      this.caller = caller;
      this.calls = calls;
    }

    @Override
    public int call() throws Exception {
      int came = caller.call();
      made++;
      if (made % calls == 0 && !runtime.flushAtTheEnd()) {
        throw new IOException("telemetry is not taken");
      }
      return came;
    }
  }
}
