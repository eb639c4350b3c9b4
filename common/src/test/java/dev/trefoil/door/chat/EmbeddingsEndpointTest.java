package dev.trefoil.door.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.DroppingRules;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.PriceTable;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.routing.residency.Residencies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsEndpointTest {
  private static final RequestRules RULES = new DroppingRules();

  private final Vectors first = new Vectors(false);
  private final Vectors second = new Vectors(false);
  private final Vectors out = new Vectors(true);
  private final RecordedResponse response = new RecordedResponse();

  @Test
  void vectorsAreNumbersInTheInputsOrder() throws Exception {
    embed("{\"model\":\"a/small\",\"input\":[\"one\",\"three\"],\"encoding\":1}");

    assertThat(response.body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[3.0,0.5]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[5.0,0.5]}],"
                + "\"model\":\"small\",\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}");
    assertThat(response.header("x-trefoil-provider")).isEqualTo("a");
    assertThat(response.header("x-trefoil-dropped")).isEqualTo("encoding, user");
  }

  @Test
  void orBase64OfLittleEndianFloats() throws Exception {
    embed("{\"model\":\"a/small\",\"input\":\"one\",\"encoding_format\":\"base64\"}");

    assertThat(response.body()).contains("\"embedding\":\"AABAQAAAAD8=\"");
  }

  @Test
  void inputsAreTextsOrTokens() throws Exception {
    embed("{\"model\":\"a/small\",\"input\":[1,2],\"dimensions\":8}");
    embed("{\"model\":\"a/small\",\"input\":[[1,2],\"x\",[3]]}");

    assertThat(first.requests)
        .extracting(EmbeddingRequest::inputs)
        .containsExactly(
            List.of(new Input.Tokens(List.of(1, 2))),
            List.of(
                new Input.Tokens(List.of(1, 2)),
                new Input.Text("x"),
                new Input.Tokens(List.of(3))));
    assertThat(first.requests.getFirst().dimensions()).hasValue(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"input\":\"x\"} | model",
        "{\"model\":\"a/small\"} | input",
        "{\"model\":\"a/small\",\"input\":5} | input",
        "{\"model\":\"a/small\",\"input\":[]} | input",
        "{\"model\":\"a/small\",\"input\":\" \"} | input",
        "{\"model\":\"a/small\",\"input\":[\"x\",\"\"]} | input[1]",
        "{\"model\":\"a/small\",\"input\":[\"x\",7]} | input[1]",
        "{\"model\":\"a/small\",\"input\":[1,\"x\"]} | input[1]",
        "{\"model\":\"a/small\",\"input\":[1.5]} | input[0]",
        "{\"model\":\"a/small\",\"input\":[-1]} | input[0]",
        "{\"model\":\"a/small\",\"input\":[[1],[]]} | input[1]",
        "{\"model\":\"a/small\",\"input\":\"x\",\"encoding_format\":\"int8\"} | encoding_format",
        "{\"model\":\"a/small\",\"input\":\"x\",\"dimensions\":0} | dimensions",
        "{\"model\":\"a/small\",\"input\":\"x\",\"user\":{}} | user",
      })
  void badInputIsRefusedWithTheFieldToBlame(String body, String param) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> embed(body))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400))
        .satisfies(e -> assertThat(e.param()).contains(param));
    assertThat(first.requests).isEmpty();
  }

  @Test
  void aServiceWithoutEmbeddingModelsIsSaidToBeOne() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> embed("{\"model\":\"none/x\",\"input\":\"x\"}"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400))
        .satisfies(e -> assertThat(e.param()).contains("model"));
  }

  @Test
  void onlyTheSameModelStandsInForAnother() throws Exception {
    embed("{\"model\":\"same\",\"input\":\"x\"}");
    assertThat(response.header("x-trefoil-provider")).isEqualTo("b");
    assertThat(first.requests).as("another model, whose vectors do not mix").isEmpty();
  }

  @Test
  void withoutTheSameModelNobodyStandsIn() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> embed("{\"model\":\"different\",\"input\":\"x\"}"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(503))
        .satisfies(
            e ->
                assertThat(e.trail().attempts())
                    .extracting(attempt -> attempt.target().service())
                    .containsOnly("out"));
  }

  @Test
  void unlessTheRouteSaysThatTheyAreInterchangeable() throws Exception {
    embed("{\"model\":\"mixed\",\"input\":\"x\"}");
    assertThat(response.header("x-trefoil-provider")).isEqualTo("a");
  }

  private void embed(String body) throws Problem, IOException {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(
                    new Route("same", List.of("out/small", "a/large", "b/eu.small-v1")),
                    new Route("different", List.of("out/small", "a/large")),
                    new Route("mixed", List.of("out/small", "a/large"), true)),
                Map.of(),
                Map.of("a", RULES, "b", RULES, "out", RULES, "none", RULES),
                RoutingTable.Outright.DEFAULTS,
                new ModelCatalog(Map.of(), List.of(Capabilities.unknown("small"))),
                PriceTable.EMPTY,
                Residencies.UNKNOWN),
            Map.of("a", first, "b", second, "out", out, "none", new NoVectors()));
    new EmbeddingsEndpoint(gateway)
        .embed(
            body.getBytes(StandardCharsets.UTF_8),
            Optional.empty(),
            new CallInfo(
                "id",
                Caller.ANONYMOUS,
                Deadline.after(Duration.ofMinutes(1)),
                RoutingPreferences.NONE,
                Optional.empty()),
            response.status() == 0 ? response : new RecordedResponse());
  }

  /** A service without models of any use here. */
  private static class NoVectors implements ModelService {
    @Override
    public ChatModel chat() {
      throw new IllegalStateException("nobody chats here");
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  /** Makes vectors of the inputs' lengths, or is out of order. */
  private static final class Vectors extends NoVectors implements EmbeddingModel {
    private final boolean outOfOrder;
    private final List<EmbeddingRequest> requests = new ArrayList<>();

    Vectors(boolean outOfOrder) {
      this.outOfOrder = outOfOrder;
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      return Optional.of(this);
    }

    @Override
    public Embeddings embed(EmbeddingRequest request, String model, CallContext context)
        throws ProviderException {
      if (outOfOrder) {
        throw new ProviderException(Kind.OVERLOADED, "out of order");
      }
      requests.add(request);
      List<float[]> vectors = request.inputs().stream().map(Vectors::vector).toList();
      return new Embeddings(vectors, vectors.size());
    }

    private static float[] vector(Input input) {
      return switch (input) {
        case Input.Text(String text) -> new float[] {text.length(), 0.5f};
        case Input.Tokens(List<Integer> tokens) -> new float[] {tokens.size(), 0.5f};
      };
    }
  }
}
