package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.model.Vectors;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** InvokeModel of Titan's and Cohere's embedding models. */
class EmbeddingsTest {

  private static final String TITAN = "amazon.titan-embed-text-v2:0";
  private static final String COHERE = "cohere.embed-english-v3";
  private static final Signed BEDROCK = Signed.start();

  @AfterAll
  static void close() {
    BEDROCK.emulator().close();
  }

  private static JsonNode embed(String model, String body) {
    RawHttp.Answer answer = BEDROCK.post(model, "invoke", body);
    assertThat(answer.status()).isEqualTo(200);
    return Json.node(answer.text());
  }

  private static void assertVector(JsonNode json, String text, int dimensions) {
    float[] expected = Vectors.of(text, dimensions);
    assertThat(json).hasSize(dimensions);
    for (int i = 0; i < dimensions; i++) {
      assertThat(json.get(i).floatValue()).isEqualTo(expected[i]);
    }
  }

  @Test
  void titanEmbedsOneText() {
    JsonNode json = embed(TITAN, "{'inputText':'hello big world'}");
    assertVector(json.path("embedding"), "hello big world", 1_024);
    assertThat(json.path("inputTextTokenCount").asInt()).isEqualTo(3);
    assertThat(json.at("/embeddingsByType/float")).isEqualTo(json.path("embedding"));
    JsonNode small = embed(TITAN, "{'inputText':'a','dimensions':256,'embeddingTypes':['binary']}");
    assertVector(small.path("embedding"), "a", 256);
    assertThat(small.at("/embeddingsByType/binary")).hasSize(32);
    assertThat(embed("amazon.titan-embed-text-v1", "{'inputText':'a'}").path("embedding"))
        .hasSize(1_536);
  }

  @Test
  void titanStretchesVectorsThatAreNotNormalized() {
    JsonNode json = embed(TITAN, "{'inputText':'a','normalize':false}");
    double squares = 0;
    for (JsonNode value : json.path("embedding")) {
      squares += value.doubleValue() * value.doubleValue();
    }
    assertThat(Math.sqrt(squares)).isGreaterThan(1.5);
  }

  @Test
  void cohereEmbedsManyTextsAndCountsInAHeader() {
    RawHttp.Answer answer =
        BEDROCK.post(
            COHERE, "invoke", "{'texts':['one','two three'],'input_type':'search_document'}");
    JsonNode json = Json.node(answer.text());
    assertVector(json.at("/embeddings/0"), "one", 1_024);
    assertVector(json.at("/embeddings/1"), "two three", 1_024);
    assertThat(json.path("response_type").asText()).isEqualTo("embeddings_floats");
    assertThat(json.path("texts")).isEqualTo(Json.node("[\"one\",\"two three\"]"));
    assertThat(answer.headers().get("x-amzn-bedrock-input-token-count")).isEqualTo("3");
  }

  @Test
  void cohereAnswersByTypeWhenAskedAndVersionFourAlways() {
    JsonNode three =
        embed(
            COHERE,
            "{'texts':['one'],'input_type':'search_query','truncate':'END','embedding_types':['float','int8','ubinary']}");
    assertThat(three.path("response_type").asText()).isEqualTo("embeddings_by_type");
    assertVector(three.at("/embeddings/float/0"), "one", 1_024);
    assertThat(three.at("/embeddings/int8/0")).hasSize(1_024);
    assertThat(three.at("/embeddings/ubinary/0")).hasSize(128);
    JsonNode four =
        embed(
            "us.cohere.embed-v4:0",
            "{'texts':['one'],'input_type':'search_query','output_dimension':512}");
    assertVector(four.at("/embeddings/float/0"), "one", 512);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "amazon.titan-embed-text-v2:0|{}|#: required key [inputText] not found",
        "amazon.titan-embed-text-v2:0|{'inputText':' '}|#/inputText: expected minLength: 1, actual: 0",
        "amazon.titan-embed-text-v2:0|{'inputText':['a']}|#/inputText: expected type: string, found: ARRAY",
        "amazon.titan-embed-text-v2:0|{'inputText':'a','dimensions':100}|#/dimensions: 100 is not a valid enum value",
        "amazon.titan-embed-text-v2:0|{'inputText':'a','texts':[]}|#: extraneous key [texts] is not permitted",
        "amazon.titan-embed-text-v1|{'inputText':'a','dimensions':256}|extraneous key [dimensions]",
        "cohere.embed-english-v3|{'inputText':'a'}|#: extraneous key [inputText] is not permitted",
        "cohere.embed-english-v3|{'texts':['a']}|#: required key [input_type] not found",
        "cohere.embed-english-v3|{'texts':[],'input_type':'search_query'}|required key [texts] not found",
        "cohere.embed-english-v3|{'texts':['a',''],'input_type':'search_query'}|#/texts/1: expected minLength: 1",
        "cohere.embed-english-v3|{'texts':['a'],'input_type':'query'}|#/input_type: query is not a valid enum value",
        "cohere.embed-english-v3|{'texts':['a'],'input_type':'search_query','output_dimension':256}|extraneous key [output_dimension]",
        "cohere.embed-v4:0|{'texts':['a'],'input_type':'search_query','truncate':'END'}|#/truncate: END is not a valid",
        "cohere.embed-v4:0|{'input_type':'search_query'}|required key [texts] not found"
      })
  void aRequestIsRefused(String model, String body, String message) {
    assertThat(BEDROCK.refusal(model, "invoke", body))
        .startsWith("400 ValidationException Malformed input request: ")
        .endsWith(", please reformat your input and try again.")
        .contains(message);
  }

  @Test
  void tooMuchIsRefused() {
    String texts = "'x',".repeat(96) + "'x'";
    assertThat(
            BEDROCK.refusal(
                COHERE, "invoke", "{'texts':[" + texts + "],'input_type':'clustering'}"))
        .contains("#/texts: expected maximum item count: 96, actual: 97");
    assertThat(
            BEDROCK.refusal(
                COHERE,
                "invoke",
                "{'texts':['%s'],'input_type':'clustering'}".formatted("x".repeat(2_049))))
        .contains("#/texts/0: expected maxLength: 2048, actual: 2049");
    assertThat(BEDROCK.refusal(TITAN, "invoke", "{'inputText':'%s'}".formatted("x ".repeat(8_193))))
        .contains("Too many input tokens. Max input tokens: 8192, request input token count: 8193");
  }

  @Test
  void faultsStrikeAsTheyDoElsewhere() {
    BEDROCK.emulator().controls().fault(Fault.next(1, new Failure.Throttle(OptionalInt.empty())));
    assertThat(BEDROCK.refusal(TITAN, "invoke", "{'inputText':'a'}"))
        .startsWith("429 ThrottlingException");
    assertThat(embed(TITAN, "{'inputText':'a'}").has("embedding")).isTrue();
  }
}
