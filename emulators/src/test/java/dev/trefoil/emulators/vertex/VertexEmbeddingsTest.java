package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.PredictRequest;
import com.google.cloud.vertexai.api.PredictResponse;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.model.Vectors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VertexEmbeddingsTest {

  private final VertexWire wire = new VertexWire();

  @AfterEach
  void close() {
    wire.close();
  }

  private PredictResponse predict(String model, String json) {
    return wire.stub()
        .predict(
            ProtoJson.read(Json.of(json), PredictRequest.newBuilder())
                .setEndpoint("projects/p/locations/us-central1/publishers/google/models/" + model)
                .build());
  }

  private static JsonNode embeddings(PredictResponse response, int index) {
    return ProtoJson.of(response.getPredictions(index)).path("embeddings");
  }

  private static void assertVector(JsonNode values, float[] expected) {
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(values.get(i).floatValue()).isEqualTo(expected[i]);
    }
  }

  @Test
  void eachInstanceHasItsVectorAndStatistics() {
    PredictResponse response =
        predict(
            "text-embedding-005",
            "{'instances':[{'content':'one two','task_type':'RETRIEVAL_DOCUMENT','title':'t'},{'content':'three'}],"
                + "'parameters':{'outputDimensionality':8,'autoTruncate':false}}");
    assertThat(response.getPredictionsCount()).isEqualTo(2);
    assertVector(embeddings(response, 0).path("values"), Vectors.of("one two", 8));
    assertThat(embeddings(response, 0).path("statistics"))
        .isEqualTo(Json.of("{'token_count':2,'truncated':false}"));
    assertVector(embeddings(response, 1).path("values"), Vectors.of("three", 8));
    assertThat(ProtoJson.of(response.getMetadata()))
        .isEqualTo(Json.of("{'billableCharacterCount':12}"));
  }

  @ParameterizedTest
  @CsvSource({
    "text-embedding-005,768",
    "text-multilingual-embedding-002,768",
    "gemini-embedding-001,3072"
  })
  void theModelHasItsDimensions(String model, int dimensions) {
    JsonNode embeddings = embeddings(predict(model, "{'instances':[{'content':'a'}]}"), 0);
    assertThat(embeddings.path("values")).hasSize(dimensions);
  }

  @Test
  void aLongTextIsTruncatedUnlessThatIsForbidden() {
    String text = "w ".repeat(2_049);
    JsonNode statistics =
        embeddings(
                predict("text-embedding-005", "{'instances':[{'content':'%s'}]}".formatted(text)),
                0)
            .path("statistics");
    assertThat(statistics).isEqualTo(Json.of("{'token_count':2048,'truncated':true}"));
    assertThatThrownBy(
            () ->
                predict(
                    "text-embedding-005",
                    "{'instances':[{'content':'%s'}],'parameters':{'autoTruncate':false}}"
                        .formatted(text)))
        .hasMessageContaining("token count is 2049 but the model supports up to 2048");
  }

  static List<List<String>> refused() {
    String many = "{'content':'a'},".repeat(250);
    String long10 = "{'content':'%s'},".formatted("w ".repeat(2_000)).repeat(10);
    return List.of(
        List.of("text-embedding-005", "{}", "at least one instance"),
        List.of("text-embedding-005", "{'instances':[{'content':''}]}", "text content is empty"),
        List.of("text-embedding-005", "{'instances':[{}]}", "text content is empty"),
        List.of("text-embedding-005", "{'instances':['a']}", "must be an object"),
        List.of("text-embedding-005", "{'instances':[{'content':'a','x':1}]}", "unknown field `x`"),
        List.of(
            "text-embedding-005",
            "{'instances':[{'content':'a','task_type':'DREAM'}]}",
            "task_type `DREAM`"),
        List.of(
            "text-embedding-005", "{'instances':[{'content':'a','title':'t'}]}", "title is only"),
        List.of(
            "text-embedding-005",
            "{'instances':[%s{'content':'b'}]}".formatted(many),
            "250 instance(s) is allowed per prediction. Actual: 251"),
        List.of(
            "text-embedding-005",
            "{'instances':[%s{'content':'b'}]}".formatted(long10),
            "token count is 20001 but the model supports up to 20000"),
        List.of(
            "gemini-embedding-001",
            "{'instances':[{'content':'a'},{'content':'b'}]}",
            "batchSize must be 1 but the entered value was 2"),
        List.of(
            "text-embedding-005",
            "{'instances':[{'content':'a'}],'parameters':{'outputDimensionality':769}}",
            "from 1 to 768 but the entered value was 769"),
        List.of(
            "gemini-3.5-flash",
            "{'instances':[{'content':'a'}]}",
            "Gemini cannot be accessed through Vertex Predict"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRequestIsRefused(List<String> example) {
    assertThatThrownBy(() -> predict(example.get(0), example.get(1)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).contains(example.get(2));
            });
  }

  @Test
  void aModelThatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> predict("no-such-embedding", "{'instances':[{'content':'a'}]}"))
        .hasMessageStartingWith("NOT_FOUND");
  }

  @Test
  void faultsRepliesAndTheJournalWorkAsForChat() {
    String good = "{'instances':[{'content':'a'}]}";
    strike(new Failure.Throttle(OptionalInt.of(1)), "RESOURCE_EXHAUSTED");
    strike(new Failure.ContextLength(), "INVALID_ARGUMENT");
    strike(new Failure.Malformed(), "CANCELLED");
    strike(new Failure.Cut(0), "UNAVAILABLE");
    Reply reply =
        Reply.parse(
            Json.of("{'json':{'predictions':[{'embeddings':{'values':[1]}}]}}"),
            ServiceKind.VERTEX);
    wire.emulator.controls().replies(List.of(reply));
    assertThat(embeddings(predict("text-embedding-005", good), 0))
        .isEqualTo(Json.of("{'values':[1]}"));
    assertThat(wire.emulator.controls().journal())
        .hasSize(5)
        .allSatisfy(
            entry -> {
              assertThat(entry.path()).endsWith("PredictionService/Predict");
              assertThat(entry.body().at("/instances/0/content").asText()).isEqualTo("a");
            });
  }

  private void strike(Failure failure, String status) {
    wire.emulator.controls().fault(Fault.next(1, failure));
    assertThatThrownBy(() -> predict("text-embedding-005", "{'instances':[{'content':'a'}]}"))
        .hasMessageStartingWith(status);
  }
}
