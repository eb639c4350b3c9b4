package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.auth.ApiKey;
import dev.trefoil.local.host.FunctionHost;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built functions on their runtimes, with doors that verify callers and doors that do not. */
class AuthenticationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ApiKey KEY = ApiKey.random();
  private static final ApiKey CHAT_ONLY = ApiKey.random();
  private static final String ARN = "arn:aws:sts::123456789012:assumed-role/caller/session";
  private static final String EMAIL = "caller@project.iam.gserviceaccount.com";
  private static final String REST =
      """
      services:
        aws: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        gcp: {kind: vertex, project: my-project, location: global}
        nobody: {kind: openai, endpoint: "http://127.0.0.1:1/v1"}
      routes:
        chat: {targets: [aws/a, azure/a, gcp/a]}
        embed: {targets: [aws/b, azure/b, gcp/b]}
      """;
  private static final String KEYS =
      """
      auth:
        keys:
          everything: {sha256: %s}
          some: {sha256: %s, routes: [chat]}
      """
          .formatted(KEY.sha256(), CHAT_ONLY.sha256());

  /** What a caller can make up, for every platform at once. */
  private static final Map<String, String> FORGED =
      Map.of(
          "X-MS-CLIENT-PRINCIPAL-ID",
          "root",
          "X-MS-CLIENT-PRINCIPAL-NAME",
          "root",
          "X-Amzn-Oidc-Identity",
          "root",
          "X-Serverless-Authorization",
          stripped("root@example.com"),
          "Authorization",
          stripped("root@example.com"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp"})
  void keysOpenTheirRoutesOnEveryCloud(String cloud) throws Exception {
    try (FunctionHost host = start(cloud, KEYS, Optional.empty(), Map.of())) {
      HttpResponse<String> nobody = models(host, Map.of());
      assertThat(nobody.statusCode()).isEqualTo(401);
      assertThat(nobody.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(JSON.readTree(nobody.body()).at("/error/code").asText())
          .isEqualTo("invalid_api_key");
      assertThat(models(host, bearer("wrong")).statusCode()).isEqualTo(401);
      assertThat(models(host, FORGED).statusCode()).isEqualTo(401);

      assertThat(listed(models(host, bearer(KEY.text())))).containsExactly("chat", "embed");
      assertThat(listed(models(host, Map.of("api-key", KEY.text()))))
          .containsExactly("chat", "embed");
      assertThat(listed(models(host, bearer(CHAT_ONLY.text())))).containsExactly("chat");
      HttpResponse<String> refused =
          Http.send(
              Http.to(host.port(), "/v1/chat/completions")
                  .header("Authorization", "Bearer " + CHAT_ONLY.text())
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"model\":\"aws/a\",\"messages\":[{\"role\":\"user\","
                              + "\"content\":\"hi\"}]}")));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);

      assertThat(ask(host, bearer(KEY.text())).statusCode()).isEqualTo(503);
      assertThat(log()).contains("\"caller\":\"everything\"", " is refused: ");
      assertThat(log()).doesNotContain(KEY.text(), CHAT_ONLY.text(), "AUTHENTICATION IS OFF");
    }
  }

  @ParameterizedTest
  @CsvSource({"aws, " + ARN, "azure, one@example.com", "gcp, " + EMAIL})
  void whomThePlatformHasVerifiedIsLetInByName(String cloud, String name) throws Exception {
    Map<String, String> headers =
        switch (cloud) {
          case "azure" ->
              Map.of(
                  "X-MS-CLIENT-PRINCIPAL-ID",
                  "0b1e",
                  "X-MS-CLIENT-PRINCIPAL-NAME",
                  "one@example.com");
          case "gcp" -> Map.of("Authorization", stripped(EMAIL));
          default -> Map.of();
        };
    try (FunctionHost host =
        start(
            cloud,
            "auth: platform\n",
            Optional.of(ARN),
            Map.of("WEBSITE_AUTH_ENABLED", "True", "TREFOIL_CLOUD_RUN_PRIVATE", "true"))) {
      assertThat(listed(models(host, headers))).containsExactly("chat", "embed");
      assertThat(ask(host, headers).statusCode()).isEqualTo(503);
      assertThat(log()).contains("\"caller\":\"" + name + "\"");
      if (!cloud.equals("aws")) {
        assertThat(models(host, Map.of()).statusCode()).isEqualTo(401);
        assertThat(models(host, bearer(KEY.text())).statusCode()).isEqualTo(401);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp"})
  void whereThePlatformVerifiesNobodyNobodyIsLetIn(String cloud) throws Exception {
    try (FunctionHost host = start(cloud, "auth: platform\n", Optional.empty(), Map.of())) {
      assertThat(models(host, FORGED).statusCode()).isEqualTo(401);
      assertThat(models(host, Map.of()).statusCode()).isEqualTo(401);
      assertThat(Http.get(host.port(), "/health").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "'', true"})
  void aDoorLeftOpenIsSaidLoudlyUnlessOnLoopback(String loopback, boolean loud) throws Exception {
    try (FunctionHost host =
        start("gcp", "auth: none\n", Optional.empty(), Map.of("TREFOIL_LOOPBACK", loopback))) {
      assertThat(models(host, Map.of()).statusCode()).isEqualTo(200);
      assertThat(log().contains("AUTHENTICATION IS OFF")).isEqualTo(loud);
    }
  }

  private FunctionHost start(
      String cloud, String auth, Optional<String> iamCaller, Map<String, String> more)
      throws IOException, InterruptedException {
    return BuiltFunction.start(cloud, auth + REST, iamCaller, more, folder);
  }

  private String log() throws IOException {
    return String.join("\n", BuiltFunction.log(folder));
  }

  private static HttpResponse<String> models(FunctionHost host, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = Http.to(host.port(), "/v1/models");
    headers.forEach(request::header);
    return Http.send(request);
  }

  /** A call that nobody can answer, for the log's sake. */
  private static HttpResponse<String> ask(FunctionHost host, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        Http.to(host.port(), "/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\":\"nobody/a\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"hi\"}]}"));
    headers.forEach(request::header);
    return Http.send(request);
  }

  private static List<String> listed(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("data").findValuesAsText("id");
  }

  private static Map<String, String> bearer(String key) {
    return Map.of("Authorization", "Bearer " + key);
  }

  private static String stripped(String email) {
    return "Bearer e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("{\"iss\":\"https://accounts.google.com\",\"email\":\"" + email + "\"}")
                    .getBytes(StandardCharsets.UTF_8))
        + ".SIGNATURE_REMOVED_BY_GOOGLE";
  }
}
