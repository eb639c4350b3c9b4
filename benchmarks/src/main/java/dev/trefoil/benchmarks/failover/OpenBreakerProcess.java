// The measured process of calls that pass a target by whose breaker is open.
package dev.trefoil.benchmarks.failover;

import dev.trefoil.benchmarks.calls.CallBlock;
import dev.trefoil.benchmarks.calls.Caller;
import dev.trefoil.benchmarks.calls.Prompt;
import dev.trefoil.benchmarks.calls.TrefoilCaller;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments: milliseconds of warm-up a side, blocks, calls a block. Its first calls must fail. */
final class OpenBreakerProcess {
  static final String OPEN = "open";
  static final String STANDBY = "standby";
  static final String HEALTHY = "healthy";

  /** The route, whose first target is the one that fails, and its second. */
  private static final String ROUTE = "chat";

  private static final String SECOND = "azure/gpt-5.4";

  /** Another model of the service that failed, with a breaker of its own. */
  private static final String NEIGHBOUR = "bedrock/us.anthropic.claude-opus-4-6";

  private OpenBreakerProcess() {}

  public static void main(String[] args) throws Exception {
    Duration warmUp = Duration.ofMillis(Long.parseLong(args[0]));
    int blocks = Integer.parseInt(args[1]);
    int calls = Integer.parseInt(args[2]);
    try (TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.AWS, System.getenv())) {
      Prompt prompt = Prompt.answeredBy(8);
      Map<String, Caller> sides = new LinkedHashMap<>();
      sides.put(OPEN, new TrefoilCaller(runtime.http(), ROUTE, prompt, false));
      sides.put(STANDBY, new TrefoilCaller(runtime.http(), SECOND, prompt, false));
      sides.put(HEALTHY, new TrefoilCaller(runtime.http(), NEIGHBOUR, prompt, false));
      for (int i = 0; i < BreakerSettings.DEFAULTS.consecutiveFailures(); i++) {
        sides.get(OPEN).call();
      }
      CallBlock.warmUp(sides.values(), warmUp);
      for (int i = 0; i < blocks; i++) {
        for (Map.Entry<String, Caller> side : sides.entrySet()) {
          CallBlock block = CallBlock.of(side.getValue(), calls);
          Figures.print(side.getKey() + " cpu", block.cpuMillis());
          Figures.print(side.getKey() + " wall", block.wallMillis());
        }
      }
      requireOpen(runtime.http());
    }
  }

  private static void requireOpen(HttpHandler http) throws IOException {
    ByteArrayOutputStream targets = new ByteArrayOutputStream();
    http.handle(
        new HttpCall(
            "GET",
            "/v1/targets",
            new Headers(),
            InputStream.nullInputStream(),
            Deadline.after(Duration.ofSeconds(1))),
        (status, headers) -> targets);
    if (!targets.toString(StandardCharsets.UTF_8).contains("\"state\":\"open\"")) {
      throw new IllegalStateException("the breaker did not stay open: " + targets);
    }
  }
}
