package dev.trefoil.provider.anthropic;

import dev.trefoil.benchmarks.translation.Conversations;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Our request as the JSON of Messages, by each service's dialect. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessagesBenchmark {
  private static final String MODEL = "claude-opus-5-5";

  @Param({"ANTHROPIC", "FOUNDRY", "VERTEX", "BEDROCK", "MANTLE"})
  public MessagesDialect dialect;

  private final ChatRequest request = Conversations.request();
  private final Capabilities can = Capabilities.unknown(MODEL);

  @Benchmark
  public byte[] request() {
    return RequestWriter.write(Plan.of(request, MODEL, can, dialect), MODEL);
  }
}
