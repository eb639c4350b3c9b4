package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Fault;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one service alone does not take is not the caller's fault: another is asked, or the request
 * is changed and the caller told. With the vendors' clients, before emulators that refuse what the
 * services refuse.
 */
@Timeout(60)
class TargetLimitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        vertex_ai: {kind: vertex, project: project, location: global}
      retry: {retries: 0}
      routes:
        chat: {targets: ["bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0", azure/gpt-5.2]}
        claude: {targets: ["bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0"]}
        strict: {targets: ["bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0"], strict: true}
        older: {targets: [azure/gpt-5, vertex_ai/gemini-3.5-flash]}
        alone: {targets: [azure/gpt-5]}
        embed:
          targets: [azure/text-embedding-3-small, vertex_ai/text-embedding-005]
          interchangeable: true
      """;

  private static EmulatedServices services;
  private HttpHandler http;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @BeforeEach
  void nothingIsKnownYet() throws IOException {
    http = services.front(TrefoilConfig.parse(CONFIG, Map.of()).routing());
    for (String service : List.of("bedrock", "azure", "vertex_ai")) {
      services.controls(service).clearFault();
      services.controls(service).clearJournal();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'max_tokens':100000 | max_tokens=64000 |",
        "'temperature':1.7 | temperature=1 |",
        "'frequency_penalty':0.5 | | frequency_penalty",
        "'presence_penalty':0.5 | | presence_penalty",
        "'seed':7 | | seed",
        "'temperature':0.5,'top_p':0.5 | | top_p",
        "'stop':['END',' '] | | stop[1]"
      })
  void aTargetThatTakesAllComesFirstAndAnotherGetsWhatItCanTake(
      String field, String changed, String dropped) throws IOException {
    RecordedResponse able = call("chat", field);
    assertThat(able.status()).as(able.body()).isEqualTo(200);
    assertThat(able.header("x-trefoil-provider")).isEqualTo("azure");
    assertThat(able.header("x-trefoil-attempts")).isEqualTo("1");
    assertThat(able.header("x-trefoil-changed")).isNull();
    assertThat(able.header("x-trefoil-dropped")).isNull();

    services.controls("azure").fault(Fault.parse(JSON.readTree("{\"kind\":\"outage\"}")));
    RecordedResponse other = call("chat", field);
    assertThat(other.status()).as(other.body()).isEqualTo(200);
    assertThat(other.header("x-trefoil-provider")).isEqualTo("bedrock");
    assertThat(other.header("x-trefoil-changed")).isEqualTo(changed);
    assertThat(other.header("x-trefoil-dropped")).isEqualTo(dropped);
  }

  @ParameterizedTest
  @CsvSource({"claude, response_format.json_schema.schema", "alone, "})
  void aSchemaThatATargetTakesLessOfIsNamed(String route, String changed) throws IOException {
    RecordedResponse response =
        call(
            route,
            "'response_format':{'type':'json_schema','json_schema':{'name':'x','strict':true,'schema':"
                + "{'type':'object','properties':{'a':{'type':'integer','minimum':1}},"
                + "'required':['a'],'additionalProperties':false}}}");

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.header("x-trefoil-changed")).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'max_tokens':100000 | max_tokens",
        "'temperature':1.7 | temperature",
        "'seed':7 | seed"
      })
  void aStrictRouteRefusesWhatItWouldHaveToChange(String field, String param) throws IOException {
    RecordedResponse response = call("strict", field);

    assertThat(response.status()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/error/param").asText()).isEqualTo(param);
    assertThat(services.controls("bedrock").journal()).isEmpty();
  }

  @Test
  void aRefusalOfItsOwnSendsTheCallOnAndIsRemembered() throws IOException {
    RecordedResponse first = call("older", "'temperature':0.5");
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.header("x-trefoil-trail"))
        .contains("azure/gpt-5;outcome=unsupported")
        .contains("vertex_ai/gemini-3.5-flash;outcome=ok");

    RecordedResponse second = call("older", "'temperature':0.5");
    assertThat(second.header("x-trefoil-provider")).isEqualTo("vertex_ai");
    assertThat(second.header("x-trefoil-attempts")).isEqualTo("1");

    RecordedResponse other = call("older", "'temperature':1");
    assertThat(other.header("x-trefoil-provider")).as("another value").isEqualTo("azure");
  }

  @Test
  void aTargetThatIsAloneIsAskedWithoutWhatItHasRefused() throws IOException {
    RecordedResponse first = call("alone", "'temperature':0.5");
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.header("x-trefoil-attempts")).isEqualTo("2");
    assertThat(first.header("x-trefoil-dropped")).isEqualTo("temperature");

    RecordedResponse second = call("alone", "'temperature':0.5");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("x-trefoil-attempts")).isEqualTo("1");
    assertThat(second.header("x-trefoil-dropped")).isEqualTo("temperature");
  }

  @Test
  void whatEveryServiceWouldRefuseIsReturnedAtOnce() throws IOException {
    services
        .controls("bedrock")
        .fault(
            Fault.parse(
                JSON.readTree(
                    """
                    {"kind": "error", "status": 400, "body":
                      {"__type": "ValidationException", "message": "messages: roles must alternate"}}
                    """)));
    RecordedResponse response = call("chat", "'top_p':1");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.header("x-trefoil-attempts")).isEqualTo("1");
    assertThat(services.controls("azure").journal()).isEmpty();
  }

  @Test
  void whatAServiceHasRefusedOfEmbeddingsIsRememberedToo() throws IOException {
    services
        .controls("azure")
        .fault(
            Fault.parse(
                JSON.readTree(
                    """
                    {"kind": "error", "status": 400, "times": 1, "body": {"error":
                      {"message": "This model does not support specifying dimensions.",
                       "type": "invalid_request_error", "param": null, "code": null}}}
                    """)));
    RecordedResponse first = embed(256);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.header("x-trefoil-trail")).contains("3-small;outcome=unsupported");
    assertThat(first.header("x-trefoil-provider")).isEqualTo("vertex_ai");

    RecordedResponse second = embed(256);
    assertThat(second.header("x-trefoil-provider")).isEqualTo("vertex_ai");
    assertThat(second.header("x-trefoil-attempts")).isEqualTo("1");

    assertThat(embed(128).header("x-trefoil-provider")).as("another value").isEqualTo("azure");
  }

  private RecordedResponse embed(int dimensions) throws IOException {
    return post(
        "/v1/embeddings", "{'model':'embed','input':'hi','dimensions':%d}".formatted(dimensions));
  }

  private RecordedResponse call(String route, String field) throws IOException {
    return post(
        "/v1/chat/completions",
        "{'model':'%s','messages':[{'role':'user','content':'hi'}],%s}".formatted(route, field));
  }

  private RecordedResponse post(String path, String json) throws IOException {
    String body = json.replace('\'', '"');
    RecordedResponse response = new RecordedResponse();
    http.handle(
        new HttpCall(
            "POST",
            path,
            new Headers(),
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    return response;
  }
}
