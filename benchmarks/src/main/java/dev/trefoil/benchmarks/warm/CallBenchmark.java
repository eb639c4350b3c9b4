package dev.trefoil.benchmarks.warm;

import dev.trefoil.attempt.Sleeper;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.chat.ChatDoor;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.chat.EmbeddingsEndpoint;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.GateEvaluator;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call through everything of ours, from the HTTP seam and back to it. The model answers from
 * memory, so that no service's client and no network is in the figure.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallBenchmark {
  private static final int TOKENS = 100;

  /** The prompt's size in bytes. */
  @Param({"1024", "65536", "1048576"})
  public int prompt;

  private Endpoints endpoints;
  private byte[] plain;
  private byte[] streamed;

  @Setup
  public void build() {
    Random random = new Random(1);
    HealthBook health = new HealthBook(BreakerSettings.DEFAULTS, InstantSource.system(), random);
    Gateway gateway =
        new Gateway(
            new Router(
                new RoutingTable(
                    List.of(new Route("chat", List.of("canned/one"))),
                    Map.of("canned", new RequestRules() {})),
                Set.of(),
                health,
                random),
            new FallbackLoop(
                Map.of("canned", new Canned()),
                health,
                GateEvaluator.unjudged(),
                Sleeper.REAL,
                random),
            health,
            Board.NONE,
            CallEvents.NONE,
            Admission.ALL);
    endpoints =
        new Endpoints(
            List.of(
                new ChatDoor(
                    new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty()),
                    new EmbeddingsEndpoint(gateway))),
            Authenticator.NONE,
            HttpSettings.of(1L << 30),
            Optional.empty());
    plain = body(false);
    streamed = body(true);
  }

  @Benchmark
  public int plain() throws IOException {
    return call(plain);
  }

  /** An answer of {@value #TOKENS} tokens, each an event. */
  @Benchmark
  public int streamed() throws IOException {
    return call(streamed);
  }

  private int call(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(32 * 1024);
    endpoints.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            new Headers(),
            new ByteArrayInputStream(body),
            Deadline.after(Duration.ofMinutes(1))),
        (status, headers) -> out);
    return out.size();
  }

  private byte[] body(boolean stream) {
    return ("{\"model\":\"chat\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "word ".repeat(prompt / 5)
            + "\"}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Answers from memory. */
  private static final class Canned implements ModelService, ChatModel {
    private final List<ChatEvent> events = new ArrayList<>();

    Canned() {
      for (int i = 0; i < TOKENS; i++) {
        events.add(new ChatEvent.TextDelta("token "));
      }
      events.add(new ChatEvent.ChoiceFinished(0, FinishReason.STOP));
      events.add(new ChatEvent.Finished(new Usage(10, TOKENS)));
    }

    @Override
    public ChatModel chat() {
      return this;
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      return Optional.empty();
    }

    @Override
    public void close() {}

    @Override
    public void chat(
        ChatRequest request, String model, CallContext context, ChatListener listener) {
      events.forEach(listener::onEvent);
    }
  }
}
