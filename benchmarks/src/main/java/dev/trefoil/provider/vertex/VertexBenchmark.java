package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerateContentResponse;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Our request as generateContent's, its responses as our events; Protobuf's own bytes apart. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VertexBenchmark {
  private static final String MODEL = "gemini-3.5-flash";

  private final ChatRequest request = Conversations.request();
  private final Capabilities can = Capabilities.unknown(MODEL);
  private final GenerateContentResponse token = response();
  private final VertexAnswer answer = new VertexAnswer(event -> {});

  @Benchmark
  public Object request() throws ProviderException {
    return GenerateContentMapper.map(request, MODEL, MODEL, can).message();
  }

  @Benchmark
  public void event() {
    answer.take(token);
  }

  private static GenerateContentResponse response() {
    GenerateContentResponse.Builder response = GenerateContentResponse.newBuilder();
    response.addCandidatesBuilder().getContentBuilder().addPartsBuilder().setText("token ");
    return response.build();
  }
}
