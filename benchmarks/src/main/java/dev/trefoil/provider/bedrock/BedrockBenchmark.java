package dev.trefoil.provider.bedrock;

import dev.trefoil.benchmarks.translation.Conversations;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/** Our request as Converse's, Converse's events as ours; the SDK's own JSON apart. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BedrockBenchmark {
  private static final String MODEL = "us.anthropic.claude-sonnet-4-6";

  private final ChatRequest request = Conversations.request();
  private final Capabilities can = Capabilities.unknown("claude-sonnet-4-6");
  private final ConverseStreamOutput token =
      ConverseStreamOutput.contentBlockDeltaBuilder()
          .contentBlockIndex(0)
          .delta(ContentBlockDelta.fromText("token "))
          .build();
  private ConverseAnswer answer;

  @Setup
  public void begin() throws ProviderException {
    answer = new ConverseAnswer(ConverseMapper.map(request, MODEL, can), event -> {});
  }

  @Benchmark
  public Object request() throws ProviderException {
    return ConverseMapper.map(request, MODEL, can).stream();
  }

  @Benchmark
  public boolean event() throws ProviderException {
    return answer.take(token);
  }
}
