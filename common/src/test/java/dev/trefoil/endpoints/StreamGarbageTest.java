package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.trefoil.attempt.Sleeper;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
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
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token of a stream leaves behind, from the model's event to the caller's bytes. */
class StreamGarbageTest {
  private static final int FEW = 1_000;
  private static final int MANY = 2_000;

  /**
   * 114 were seen, the event's own text in what is kept for a continuation among them; the
   * just-in-time compiler leaves out some of them, more of one form's than of another's, so they
   * are not compared.
   */
  private static final double MOST_BYTES_A_TOKEN = 200;

  /** By their paths. */
  private static final Map<String, String> ASK =
      Map.of(
          "/v1/chat/completions",
          "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
          "/v1/responses",
          "{\"model\":\"chat\",\"stream\":true,\"input\":\"hi\"}");

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses"})
  void aTokenLeavesLittleBehind(String path) throws IOException {
    double bytes = bytesPerToken(path);
    System.out.printf("bytes per token of %s: %.0f%n", path, bytes);

    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES_A_TOKEN);
  }

  /** By the cheapest of several calls of either length, in turn: both become compiled meanwhile. */
  private static double bytesPerToken(String path) throws IOException {
    long few = Long.MAX_VALUE;
    long many = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      few = Math.min(few, allocated(path, FEW));
      many = Math.min(many, allocated(path, MANY));
    }
    return (double) (many - few) / (MANY - FEW);
  }

  /** By this thread, which does all the work. */
  private static long allocated(String path, int tokens) throws IOException {
    byte[] ask = ASK.get(path).getBytes(StandardCharsets.UTF_8);
    Endpoints endpoints = endpoints(new Canned(tokens));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    endpoints.handle(
        new HttpCall(
            "POST",
            path,
            new Headers(),
            new ByteArrayInputStream(ask),
            Deadline.after(Duration.ofMinutes(1))),
        (status, headers) -> OutputStream.nullOutputStream());
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Endpoints endpoints(ModelService service) {
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
                Map.of("canned", service), health, GateEvaluator.unjudged(), Sleeper.REAL, random),
            health,
            Board.NONE,
            CallEvents.NONE,
            Admission.ALL);
    return TestEndpoints.over(gateway, Authenticator.NONE, HttpSettings.of(1000));
  }

  /** Says the same token again and again. */
  private record Canned(int tokens) implements ModelService, ChatModel {
    private static final ChatEvent TOKEN = new TextDelta("token ");

    @Override
    public ChatModel chat() {
      return this;
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      return Optional.empty();
    }

    @Override
    public void chat(
        ChatRequest request, String model, CallContext context, ChatListener listener) {
      for (int i = 0; i < tokens; i++) {
        listener.onEvent(TOKEN);
      }
      listener.onEvent(new ChoiceFinished(0, FinishReason.STOP));
      listener.onEvent(new Finished(new Usage(1, tokens)));
    }

    @Override
    public void close() {}
  }
}
