package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.AllowedRoutes;
import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.AuthSettings.Key;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Authenticators;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Principal;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller that is not known, or may not ask, is answered. */
class AuthenticationTest {
  private static final ApiKey FREE = ApiKey.random();
  private static final ApiKey BOUND = ApiKey.random();
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final ScriptedModel model =
      ScriptedModel.answering(
          new TextDelta("yes"),
          new ChoiceFinished(0, FinishReason.STOP),
          new Finished(new Usage(1, 1)));
  private RecordedResponse response;

  private final Authenticator keys =
      of(
          new AuthSettings.Keys(
              List.of(
                  new Key("free", FREE.sha256(), Optional.empty(), Optional.empty()),
                  new Key(
                      "bound",
                      BOUND.sha256(),
                      Optional.of("acme"),
                      Optional.of(AllowedRoutes.of(List.of("chat", "gpt-*")))))));

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/chat/completions",
    "POST, /chat/completions",
    "POST, /chat",
    "POST, /v1/embeddings",
    "GET, /v1/models",
    "GET, /models",
    "HEAD, /v1/models",
    "GET, /v1/nothing",
    "GET, /v1/chat/completions",
    "OPTIONS, /v1/nothing",
    "GET, /health/x",
    "GET, /Health",
    "GET, /v1%2Fhealth",
    "GET, /v1/v1/health",
    "GET, /health/../v1/models"
  })
  void withoutAKeyNothingButHealthIsAnsweredAndNoBodyRead(String method, String path)
      throws IOException {
    handle(keys, method, path, new Headers(), new Unreadable());

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(response.header("x-trefoil-attempts")).isEqualTo("0");
    assertThat(response.body())
        .isEqualTo(
            method.equals("HEAD")
                ? ""
                : "{\"error\":{\"message\":\"You didn't provide an API key. Send it in an Authorization"
                    + " header, as 'Bearer YOUR_KEY'.\",\"type\":\"invalid_request_error\","
                    + "\"param\":null,\"code\":\"invalid_api_key\"}}");
  }

  @Test
  void aWrongKeyIsAnsweredAsOpenAiDoes() throws IOException {
    handle(keys, "POST", "/v1/chat/completions", bearer("wrong"), new Unreadable());

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("www-authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"message\":\"Incorrect API key provided.\","
                + "\"type\":\"invalid_request_error\",\"param\":null,"
                + "\"code\":\"invalid_api_key\"}}");
  }

  @ParameterizedTest
  @CsvSource({"/health", "/v1/health"})
  void healthIsAnybodysAndTellsNothing(String path) throws IOException {
    handle(keys, "GET", path, bearer("wrong"), new Unreadable());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "chat, 200",
    "gpt-5.4, 200",
    "embed, 403",
    "a/one, 403",
    "a/gpt-5.4, 403",
    "nobody, 403",
    "gpt-x/one, 403"
  })
  void aBoundKeyAsksForItsRoutesOnly(String asked, int status) throws IOException {
    chat(keys, bearer(BOUND.text()), asked);

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(model.calls()).hasSize(status == 200 ? 1 : 0);
    if (status == 403) {
      assertThat(response.body())
          .contains(
              "\"type\":\"invalid_request_error\"",
              "\"param\":\"model\"",
              "\"code\":\"model_not_allowed\"",
              "'" + asked + "'");
    }
  }

  @Test
  void theShortFormsDefaultAndEmbeddingsAreBoundAsWell() throws IOException {
    post(keys, "/chat", bearer(BOUND.text()), "{\"prompt\":\"hi\"}");
    assertThat(response.status()).isEqualTo(200);
    post(keys, "/chat", bearer(BOUND.text()), "{\"prompt\":\"hi\",\"model\":\"a/one\"}");
    assertThat(response.status()).isEqualTo(403);
    post(keys, "/v1/embeddings", bearer(BOUND.text()), "{\"model\":\"embed\",\"input\":\"hi\"}");
    assertThat(response.status()).isEqualTo(403);
  }

  @Test
  void aFreeKeyAsksForEverything() throws IOException {
    chat(keys, bearer(FREE.text()), "a/one");
    assertThat(response.status()).isEqualTo(200);
    chat(keys, bearer(FREE.text()), "nobody");
    assertThat(response.status()).isEqualTo(404);
  }

  @Test
  void modelsAreListedAsFarAsTheyMayBeAskedFor() throws IOException {
    handle(keys, "GET", "/v1/models", bearer(FREE.text()), new Unreadable());
    assertThat(response.body())
        .contains("\"chat\"", "\"embed\"", "\"gpt-5\"")
        .doesNotContain("gpt-*");

    handle(keys, "GET", "/v1/models", bearer(BOUND.text()), new Unreadable());
    assertThat(response.body()).contains("\"chat\"", "\"gpt-5\"").doesNotContain("\"embed\"");
  }

  @Test
  void keysThatCannotBeHadAreTheServersFault() throws IOException {
    Authenticator jwt =
        of(
            new AuthSettings.Jwt(
                "https://issuer.example",
                Set.of("trefoil"),
                Optional.of(URI.create("http://127.0.0.1:1/keys")),
                Set.of("RS256"),
                Duration.ZERO,
                Optional.empty(),
                "sub",
                Optional.empty(),
                Map.of(),
                Optional.empty()));

    chat(jwt, bearer("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), "chat");

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("www-authenticate")).isNull();
    assertThat(response.body())
        .contains("\"type\":\"api_error\"", "\"code\":\"authentication_unavailable\"")
        .doesNotContain("issuer.example", "127.0.0.1");
  }

  @Test
  void thePlatformsWordIsTakenAndNoHeaderIs() throws IOException {
    Authenticator platform = of(new AuthSettings.Platform());
    Headers forged =
        bearer(FREE.text())
            .set("x-ms-client-principal-id", "root")
            .set("x-ms-client-principal-name", "root")
            .set("x-amzn-oidc-identity", "root")
            .set("x-serverless-authorization", "Bearer a.b.SIGNATURE_REMOVED_BY_GOOGLE")
            .set("x-goog-authenticated-user-email", "root@example.com");

    chat(platform, forged, "chat");
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(model.calls()).isEmpty();

    response = new RecordedResponse();
    endpoints(platform)
        .handle(
            new HttpCall(
                "GET",
                "/v1/models",
                new Headers(),
                new Unreadable(),
                Deadline.after(Duration.ofMinutes(1)),
                Optional.of(new Principal("arn:aws:iam::123456789012:user/one"))),
            response);
    assertThat(response.status()).isEqualTo(200);
  }

  private static Headers bearer(String token) {
    return new Headers().set("authorization", "Bearer " + token);
  }

  private void chat(Authenticator authenticator, Headers headers, String asked) throws IOException {
    post(authenticator, "/v1/chat/completions", headers, "{\"model\":\"" + asked + "\"," + HI);
  }

  private void post(Authenticator authenticator, String path, Headers headers, String body)
      throws IOException {
    handle(
        authenticator,
        "POST",
        path,
        headers,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  private void handle(
      Authenticator authenticator, String method, String path, Headers headers, InputStream body)
      throws IOException {
    response = new RecordedResponse();
    endpoints(authenticator)
        .handle(
            new HttpCall(method, path, headers, body, Deadline.after(Duration.ofMinutes(1))),
            response);
  }

  private static Authenticator of(AuthSettings settings) {
    return Authenticators.of(settings, Clock.systemUTC());
  }

  private Endpoints endpoints(Authenticator authenticator) {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(
                    new Route("chat", List.of("a/one")),
                    new Route("embed", List.of("a/one", "a/gpt-5")),
                    new Route("gpt-*", List.of("a/{model}"))),
                Map.of("a", new RequestRules() {})),
            Map.of("a", model));
    return TestEndpoints.over(gateway, authenticator, HttpSettings.of(10_000));
  }

  /** A body that nobody has a right to yet. */
  private static final class Unreadable extends InputStream {
    @Override
    public int read() {
      throw new IllegalStateException("the body was read");
    }
  }
}
