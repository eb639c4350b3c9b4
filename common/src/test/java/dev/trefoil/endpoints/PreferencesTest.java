package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller may say of the way that its call is to go, and what it is told of it. */
class PreferencesTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: eu-central-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com", residency: us}
      routes:
        chat:
          targets: [bedrock/eu.anthropic.claude-sonnet-4-6, azure/gpt-5.4]
        code:
          targets: [azure/gpt-5.4, bedrock/eu.anthropic.claude-sonnet-4-6]
        fixed:
          targets: [azure/gpt-5.4]
          overrides: false
      tasks: {coding: code}
      """;

  private final ScriptedModel bedrock = saying("from bedrock");
  private final ScriptedModel azure = saying("from azure");
  private final RecordedResponse response = new RecordedResponse();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'model':'chat' | bedrock",
        "'model':'chat','provider':'azure' | azure",
        "'task':'coding' | azure",
        "'model':'chat','task':'coding' | azure",
        "'model':'chat','fallbacks':['code'] | bedrock",
        "'model':'chat','disable_fallbacks':true | bedrock",
      })
  void theBodyMayPickRouteAndService(String members, String provider) throws IOException {
    post(members);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.header("x-trefoil-provider")).isEqualTo(provider);
    assertThat(response.header("x-trefoil-dropped")).as("these are ours").isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x-trefoil-task | coding | azure",
        "x-trefoil-residency | us | azure",
        "x-trefoil-residency | eu | bedrock",
        "x-trefoil-residency | EU, us | bedrock",
        "x-trefoil-max-cost-usd | 1 | bedrock",
      })
  void headersMayNarrowTheWay(String header, String value, String provider) throws IOException {
    post("'model':'chat'", header, value);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.header("x-trefoil-provider")).isEqualTo(provider);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'model':'chat','provider':'vertex_ai' | 400 | not_permitted | provider",
        "'model':'chat','provider':{} | 400 | invalid_type | provider",
        "'model':'chat','task':'singing' | 400 | not_permitted | task",
        "'model':'chat','fallbacks':['nobody'] | 400 | not_permitted | fallbacks",
        "'model':'chat','fallbacks':'code' | 400 | invalid_type | fallbacks",
        "'model':'chat','fallbacks':[1] | 400 | invalid_type | fallbacks[0]",
        "'model':'chat','disable_fallbacks':'yes' | 400 | invalid_type | disable_fallbacks",
        "'model':'fixed','fallbacks':['code'] | 400 | not_permitted | fallbacks",
        "'model':'nobody' | 404 | model_not_found | model",
        "'stream':false | 400 | missing_required_parameter | model",
      })
  void whatCannotBeIsRefusedByName(String members, int status, String code, String param)
      throws IOException {
    post(members);
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.body())
        .contains("\"code\":\"" + code + "\"")
        .contains("\"param\":\"" + param + "\"");
    assertThat(bedrock.calls()).isEmpty();
    assertThat(azure.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x-trefoil-residency | jp | 503 | residency_unavailable",
        "x-trefoil-residency | atlantis | 400 | not_permitted",
        "x-trefoil-residency | eu,,us | 400 | invalid_header",
        "x-trefoil-residency | eu, | 400 | invalid_header",
        "x-trefoil-residency | , | 400 | invalid_header",
        "x-trefoil-residency | ~ ~ | 400 | invalid_header",
        "x-trefoil-max-cost-usd | 0.0000001 | 400 | max_cost_exceeded",
        "x-trefoil-max-cost-usd | -1 | 400 | invalid_header",
        "x-trefoil-max-cost-usd | cheap | 400 | invalid_header",
        "x-trefoil-task | singing | 400 | not_permitted",
      })
  void headersThatLeaveNobodyAreAnsweredSo(String header, String value, int status, String code)
      throws IOException {
    post("'model':'chat'", header, value);
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    assertThat(bedrock.calls()).isEmpty();
  }

  @Test
  void aPlainAnswerSaysWhatItCost() throws IOException {
    post("'model':'chat'");
    // 1000 tokens in for 3 dollars a million and 100 out for 15, regional profiles 1.1 times that.
    assertThat(response.header("x-trefoil-cost-usd")).isEqualTo("0.00495");
  }

  @Test
  void aStreamSaysItInItsLastComment() throws IOException {
    post("'model':'chat','stream':true");
    assertThat(response.header("x-trefoil-cost-usd")).isNull();
    assertThat(response.body())
        .containsPattern(": trefoil \\{\"trail\":\".*\",\"attempts\":1,\"cost_usd\":0.00495}\n");
  }

  @Test
  void whatIsKnownOfTheTargetsCanBeRead() throws IOException {
    Endpoints endpoints =
        endpoints(ScriptedModel.failing(new ProviderException(Kind.QUOTA, "used up")), azure);
    endpoints.handle(call("{\"model\":\"chat\"," + MESSAGES, new Headers()), response);
    assertThat(response.header("x-trefoil-provider")).isEqualTo("azure");

    RecordedResponse targets = new RecordedResponse();
    endpoints.handle(
        new HttpCall(
            "GET",
            "/v1/targets",
            new Headers(),
            new ByteArrayInputStream(new byte[0]),
            Deadline.after(Duration.ofMinutes(1))),
        targets);

    assertThat(targets.status()).isEqualTo(200);
    assertThat(targets.body())
        .contains(
            "{\"id\":\"azure/gpt-5.4\",\"object\":\"target\",\"state\":\"closed\",\"requests\":1,\"errors\":0,\"first_token_ms\":")
        .contains(
            "{\"id\":\"bedrock/eu.anthropic.claude-sonnet-4-6\",\"object\":\"target\",\"state\":\"closed\",\"requests\":1,\"errors\":1,")
        .contains("\"last_error\":{\"kind\":\"quota\",\"message\":\"used up\",\"at\":\"");
  }

  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private void post(String members) throws IOException {
    endpoints(bedrock, azure)
        .handle(call("{" + members.replace('\'', '"') + "," + MESSAGES, new Headers()), response);
  }

  private void post(String members, String header, String value) throws IOException {
    endpoints(bedrock, azure)
        .handle(
            call(
                "{" + members.replace('\'', '"') + "," + MESSAGES,
                new Headers().set(header, value)),
            response);
  }

  private static HttpCall call(String body, Headers headers) {
    return new HttpCall(
        "POST",
        "/v1/chat/completions",
        headers,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        Deadline.after(Duration.ofMinutes(1)));
  }

  private static Endpoints endpoints(ScriptedModel bedrock, ScriptedModel azure) {
    TrefoilConfig config = TrefoilConfig.parse(CONFIG, Map.of());
    Gateway gateway = TestGateway.of(config.routing(), Map.of("bedrock", bedrock, "azure", azure));
    return TestEndpoints.over(gateway, Authenticator.NONE, HttpSettings.of(1 << 20));
  }

  private static ScriptedModel saying(String text) {
    return ScriptedModel.answering(
        new TextDelta(text),
        new ChoiceFinished(0, FinishReason.STOP),
        new Finished(new Usage(1000, 100)));
  }
}
