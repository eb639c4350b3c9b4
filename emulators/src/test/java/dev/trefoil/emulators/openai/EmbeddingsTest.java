package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.model.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsTest {

  private static final String SMALL = "text-embedding-3-small";

  private final OpenAiEmulator emulator = OpenAiEmulator.start("openai", "k");
  private final Post post = new Post(emulator.endpoint());

  @AfterEach
  void close() {
    emulator.close();
  }

  private JsonNode embed(String members) {
    return Json.node(
        post.send("/embeddings", "{'model':'%s',%s}".formatted(SMALL, members)).body());
  }

  private static float[] floats(JsonNode array) {
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = array.get(i).floatValue();
    }
    return floats;
  }

  @Test
  void eachInputHasItsVectorInItsPlace() {
    JsonNode answer = embed("'input':['one two','three'],'user':'u'");
    assertThat(answer.path("object").asText()).isEqualTo("list");
    assertThat(answer.path("model").asText()).isEqualTo(SMALL);
    assertThat(answer.path("data")).hasSize(2);
    assertThat(answer.at("/data/1/index").asInt()).isEqualTo(1);
    assertThat(answer.at("/data/1/object").asText()).isEqualTo("embedding");
    assertThat(floats(answer.at("/data/1/embedding"))).isEqualTo(Vectors.of("three", 1_536));
    assertThat(answer.path("usage")).isEqualTo(Json.of("{'prompt_tokens':3,'total_tokens':3}"));
  }

  @Test
  void textsAndTokensMayComeAloneOrInLists() {
    assertThat(floats(embed("'input':'a'").at("/data/0/embedding")))
        .isEqualTo(Vectors.of("a", 1_536));
    JsonNode tokens = embed("'input':[1,22,333]");
    assertThat(tokens.path("data")).hasSize(1);
    assertThat(tokens.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    JsonNode lists = embed("'input':[[1,22,333],[4]]");
    assertThat(lists.path("data")).hasSize(2);
    assertThat(lists.at("/data/0/embedding")).isEqualTo(tokens.at("/data/0/embedding"));
  }

  @Test
  void base64HoldsTheSameNumbers() {
    String text =
        embed("'input':'a','encoding_format':'base64','dimensions':8")
            .at("/data/0/embedding")
            .asText();
    float[] decoded = new float[8];
    ByteBuffer.wrap(Base64.getDecoder().decode(text))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(decoded);
    assertThat(decoded).isEqualTo(Vectors.of("a", 8));
  }

  @ParameterizedTest
  @CsvSource({"text-embedding-3-large,3072", "text-embedding-ada-002,1536", "my-deployment,1536"})
  void theModelHasItsDimensions(String model, int dimensions) {
    JsonNode answer =
        Json.node(post.send("/embeddings", "{'model':'%s','input':'a'}".formatted(model)).body());
    assertThat(answer.at("/data/0/embedding")).hasSize(dimensions);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'input':'a'}|400|missing_required_parameter|Missing required parameter: 'model'",
        "{'model':'m'}|400|missing_required_parameter|Missing required parameter: 'input'",
        "{'model':'m','input':'a','bogus':1}|400|unknown_parameter|Unknown parameter: 'bogus'",
        "{'model':'m','input':7}|400|invalid_type|Invalid type for 'input'",
        "{'model':'m','input':[]}|400|empty_array|Invalid 'input': empty array",
        "{'model':'m','input':''}|400|null|'$.input' is invalid",
        "{'model':'m','input':['a','']}|400|null|'$.input' is invalid",
        "{'model':'m','input':['a',1]}|400|null|'$.input' is invalid",
        "{'model':'m','input':[1,'a']}|400|null|'$.input' is invalid",
        "{'model':'m','input':[1.5]}|400|null|'$.input' is invalid",
        "{'model':'m','input':[[1],'a']}|400|null|'$.input' is invalid",
        "{'model':'m','input':[{}]}|400|null|'$.input' is invalid",
        "{'model':'m','input':'a','encoding_format':'hex'}|400|invalid_value|Invalid value: 'hex'",
        "{'model':'m','input':'a','dimensions':0}|400|integer_below_min_value|Invalid 'dimensions'",
        "{'model':'text-embedding-3-small','input':'a','dimensions':1537}|400|null|Invalid value for 'dimensions' = 1537",
        "{'model':'text-embedding-ada-002','input':'a','dimensions':8}|400|null|This model does not support specifying dimensions.",
        "{'model':'gpt-4o','input':'a'}|403|null|You are not allowed to generate embeddings from this model",
        "{'model':'no-such-model','input':'a'}|404|model_not_found|The model `no-such-model` does not exist"
      })
  void aRequestIsRefused(String body, int status, String code, String message) {
    var response = post.send("/embeddings", body);
    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode error = Json.node(response.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).startsWith(message.replace("``", "`"));
  }

  @Test
  void thereAreLimitsToInputs() {
    String one = "'a',".repeat(2_048);
    assertThat(embed("'input':[%s]".formatted(one.substring(0, one.length() - 1))).path("data"))
        .hasSize(2_048);
    assertThat(embed("'input':[%s'b']".formatted(one)).at("/error/code").asText())
        .isEqualTo("array_above_max_length");
    assertThat(embed("'input':'%s'".formatted("w ".repeat(8_193))).at("/error/message").asText())
        .startsWith("This model's maximum context length is 8192 tokens");
    String many = "'%s',".formatted("w ".repeat(8_000)).repeat(38);
    assertThat(
            embed("'input':[%s]".formatted(many.substring(0, many.length() - 1)))
                .at("/error/code")
                .asText())
        .isEqualTo("max_tokens_per_request");
  }

  @Test
  void faultsRepliesAndTheJournalWorkAsForChat() {
    emulator.controls().fault(Fault.next(1, new Failure.Throttle(OptionalInt.of(2))));
    assertThat(post.send("/embeddings", "{}").statusCode()).isEqualTo(429);
    emulator.controls().fault(Fault.next(1, new Failure.ContentFilter()));
    assertThat(embed("'input':'a'").at("/error/code").asText()).isEqualTo("invalid_prompt");
    emulator.controls().fault(Fault.next(1, new Failure.Malformed()));
    assertThat(post.send("/embeddings", "{'model':'m','input':'a'}").body()).doesNotEndWith("}");
    Reply reply = Reply.parse(Json.of("{'json':{'object':'list','data':[]}}"), emulator.kind());
    emulator.controls().replies(List.of(reply));
    assertThat(embed("'input':'a'")).isEqualTo(Json.of("{'object':'list','data':[]}"));
    assertThat(emulator.controls().journal())
        .hasSize(4)
        .allMatch(entry -> entry.path().equals("/v1/embeddings"));
    assertThat(emulator.controls().journal().getLast().body().path("input").asText())
        .isEqualTo("a");
  }
}
