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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A service that refuses who we are says who that is, to whom it may concern: its words are in the
 * log and in no answer.
 */
@Timeout(60)
class RefusedIdentityTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As in the services' own refusals. */
  private static final List<String> SECRETS =
      List.of("123456789012", "trefoil-role", "someone@example.com", "projects/987654");

  private static final String WORDS =
      "User: arn:aws:sts::123456789012:assumed-role/trefoil-role/session (someone@example.com) is"
          + " not authorized on projects/987654";

  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  static Stream<Arguments> refusals() {
    return EmulatedServices.ALL.stream()
        .flatMap(
            service ->
                Stream.of(401, 403)
                    .flatMap(
                        status ->
                            Stream.of(true, false)
                                .map(stream -> Arguments.of(service, status, stream))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void itsWordsReachNoCaller(String service, int status, boolean stream) throws IOException {
    services.controls(service).fault(fault(service, status));
    HttpHandler http = services.front(TrefoilConfig.parse(config(), Map.of()).routing());

    RecordedResponse refused = new RecordedResponse();
    http.handle(chat(service, stream), refused);
    RecordedResponse targets = new RecordedResponse();
    http.handle(call("GET", "/v1/targets", ""), targets);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("x-trefoil-trail")).contains("outcome=auth");
    assertThat(JSON.readTree(refused.body()).at("/error/attempts/0/message").asText())
        .isEqualTo(service + " does not accept who Trefoil is; Trefoil's log says why");
    assertThat(JSON.readTree(targets.body()).findValuesAsText("kind")).containsExactly("auth");
    assertThat(refused.body() + refused.header("x-trefoil-trail") + targets.body())
        .doesNotContain(SECRETS);
  }

  private static Fault fault(String service, int status) throws IOException {
    String body =
        switch (service) {
          case "bedrock" ->
              "{\"message\":\"%s\",\"__type\":\"%s\"}"
                  .formatted(
                      WORDS,
                      status == 401 ? "UnrecognizedClientException" : "AccessDeniedException");
          case "vertex_ai" ->
              "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
                  .formatted(
                      status, WORDS, status == 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED");
          case "anthropic" ->
              """
              {"type":"error","error":{"type":"permission_error","message":"%s"}}\
              """
                  .formatted(WORDS);
          default ->
              """
              {"error":{"code":"PermissionDenied","message":"%s"}}\
              """
                  .formatted(WORDS);
        };
    return Fault.parse(
        JSON.readTree("{\"kind\":\"error\",\"status\":%d,\"body\":%s}".formatted(status, body)));
  }

  private static String config() {
    StringBuilder routes = new StringBuilder();
    EmulatedServices.ALL.forEach(
        service ->
            routes.append(
                "  %s: {targets: [%s/%s]}\n"
                    .formatted(service, service, EmulatedServices.model(service))));
    return """
    auth: none
    services:
      bedrock: {kind: bedrock, region: us-east-1}
      azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
      vertex_ai: {kind: vertex, project: project, location: global}
      openai: {kind: openai, endpoint: "https://openai.example/v1"}
      responses: {kind: openai, endpoint: "https://openai.example/v1", protocol: responses}
      anthropic: {kind: anthropic, keyFrom: "env:KEY"}
      bedrock_gpt: {kind: bedrock, region: us-east-1}
      mantle: {kind: bedrock-mantle, region: us-east-1}
      foundry: {kind: foundry, endpoint: "https://a.services.ai.azure.com"}
      claude_aws: {kind: bedrock, region: us-east-1, protocol: messages}
      claude_mantle: {kind: bedrock-mantle, region: us-east-1}
      claude_gcp: {kind: vertex, project: project, location: global}
    routes:
    """
        + routes;
  }

  private static HttpCall chat(String service, boolean stream) {
    return call(
        "POST",
        "/v1/chat/completions",
        """
        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"hi"}]}\
        """
            .formatted(service, stream));
  }

  private static HttpCall call(String method, String path, String body) {
    return new HttpCall(
        method,
        path,
        new Headers(),
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        Deadline.after(Duration.ofSeconds(30)));
  }
}
