package dev.trefoil.provider.openai;

import dev.trefoil.benchmarks.translation.Conversations;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Our request as OpenAI's JSON, by each service's dialect, a chunk's JSON as our event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OpenAiBenchmark {
  private static final String MODEL = "gpt-5.4";

  private final ChatRequest request = Conversations.request();
  private final byte[] token =
      ("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5.4\","
              + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"token \"},\"logprobs\":null,"
              + "\"finish_reason\":null}],\"usage\":null}")
          .getBytes(StandardCharsets.UTF_8);
  private final Answer answer = new Answer(event -> {}, "m", 1);

  /** By which a request is written. */
  @State(Scope.Benchmark)
  public static class By {
    @Param({"OPENAI", "BEDROCK", "MANTLE", "COMPATIBLE"})
    public Dialect dialect;

    private final ReasoningMarks marks = new ReasoningMarks("example.com", MODEL);
    private final Capabilities can = Capabilities.unknown(MODEL);
  }

  @Benchmark
  public byte[] request(By by) {
    return ChatRequestWriter.write(request, MODEL, by.dialect);
  }

  /** By Responses. */
  @Benchmark
  public byte[] responses(By by) {
    return new ResponsesWriter(request, MODEL, by.can, by.dialect, by.marks).body(true);
  }

  @Benchmark
  public void event() throws ProviderException, IOException {
    answer.take(ChunkReader.read(token, token.length));
  }
}
