package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded events of every door, and the answers that the doors read. Another form of the function
 * is shown them by a subclass.
 */
class HttpEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BODY = "{\"prompt\":\"Grüße, 世界 🍀\"}";
  private static final String ANSWER = "{\"response\":\"Grüße, 世界 🍀\"}";

  /** When the recorded events were made, by their own words. */
  private static final Instant MADE = Instant.ofEpochMilli(1_773_342_238_000L);

  private Instant now = MADE;
  private HttpCall call;
  private String body;

  private final HttpEvents events =
      new HttpEvents(
          form(
              (received, sink) -> {
                call = received;
                body = new String(received.body().readAllBytes(), StandardCharsets.UTF_8);
                Headers headers =
                    new Headers()
                        .set("content-type", "application/json")
                        .set(
                            "x-trefoil-trail",
                            "a/one;outcome=throttled;ms=1, b/two;outcome=ok;ms=2")
                        .set("x-request-id", "out")
                        .add("x-twice", "a")
                        .add("x-twice", "b");
                try (OutputStream out = sink.start(201, headers)) {
                  out.write(ANSWER.getBytes(StandardCharsets.UTF_8));
                }
              }),
          () -> now);

  /** What stands between the events and the core. */
  HttpHandler form(HttpHandler core) {
    return core;
  }

  /** A process that had to start has taken of the door's time before it got the event. */
  @ParameterizedTest
  @CsvSource({
    "http-api-v2, 8, 22",
    "http-api-v1, 8, 22",
    "rest-api-v1, 8, 21",
    "rest-api-v1, 0, 29",
    "alb-single, 8, 60",
    "http-api-v2, -3, 30",
    "http-api-v2, 86400, 30"
  })
  void theTimeOfADoorBeginsWhenItHadTheCall(String event, long later, long left)
      throws IOException {
    now = MADE.plusSeconds(later);
    handle(read(event));

    assertThat(call.frontDoor().left(Optional.empty())).contains(Duration.ofSeconds(left));
  }

  @ParameterizedTest
  @CsvSource({
    "http-api-v2, from-v2",
    "http-api-v2-stage, from-stage",
    "http-api-v2-domain, from-domain",
    "http-api-v1, from-http-v1",
    "function-url, from-url",
    "rest-api-v1, from-v1",
    "rest-api-v1-domain, from-domain",
    "alb-single, from-alb",
    "alb-multi, from-alb-multi"
  })
  void everyKindOfEventReachesTheCoreWhole(String event, String requestId) throws IOException {
    JsonNode response = handle(read(event));

    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.path()).as("without the stage").isEqualTo("/v1/chat/completions");
    assertThat(call.headers().first("x-request-id")).contains(requestId);
    assertThat(String.join(", ", call.headers().all("x-list")))
        .as("a value with commas is not cut, a repeated header not lost")
        .isEqualTo("one, two");
    assertThat(body).as("text beyond ASCII").isEqualTo(BODY);
    assertThat(response.path("statusCode").asInt()).isEqualTo(201);
    assertThat(response.path("body").asText()).isEqualTo(ANSWER);
    assertThat(response.path("isBase64Encoded").asBoolean()).isFalse();
    assertThat(header(response, "x-request-id")).isEqualTo("out");
    assertThat(header(response, "x-trefoil-trail"))
        .isEqualTo("a/one;outcome=throttled;ms=1, b/two;outcome=ok;ms=2");
    assertThat(header(response, "content-type")).startsWith("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/chat%20x", "/a/../b", "/%zz", "/a b", "//", "/ü", "/?", "/a;b", "/\\u0000"})
  void anOddPathIsTheCoresToJudge(String path) throws IOException {
    JsonNode response = handle(read("http-api-v2").replace("/v1/chat/completions", path));

    assertThat(response.path("statusCode").asInt()).isEqualTo(201);
  }

  @Test
  void aBodyInBase64IsDecoded() throws IOException {
    String base64 = Base64.getEncoder().encodeToString(BODY.getBytes(StandardCharsets.UTF_8));

    handle(
        read("http-api-v2")
            .replaceAll("\"body\": .*?\\n", "\"body\": \"" + base64 + "\",\n")
            .replace("\"isBase64Encoded\": false", "\"isBase64Encoded\": true"));

    assertThat(body).isEqualTo(BODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Records\": []} | httpMethod",
        "{\"version\": \"2.0\", \"rawPath\": \"/\"} | http.method",
        "{\"version\": \"2.0\", \"requestContext\": {}} | rawPath",
        "{\"httpMethod\": \"GET\", \"path\": null} | path"
      })
  void whatIsNoHttpEventIsRefusedWithWhatItLacks(String event, String lacking) {
    assertThatThrownBy(() -> handle(event))
        .isInstanceOf(IOException.class)
        .hasMessage("this is not an HTTP event: it has no " + lacking);
  }

  @Test
  void aHeaderThatIsAnsweredTwiceReachesEveryDoorTwice() throws IOException {
    JsonNode version1 = handle(read("rest-api-v1"));
    JsonNode version2 = handle(read("http-api-v2"));

    assertThat(version1.at("/multiValueHeaders/x-twice"))
        .extracting(JsonNode::asText)
        .containsExactly("a", "b");
    assertThat(version2.at("/headers/x-twice").asText()).isEqualTo("a,b");
  }

  @Test
  void aCallWithoutBodyOrHeadersIsTaken() throws IOException {
    String event =
        read("http-api-v2")
            .replaceAll("(?s)\"headers\": \\{.*?},", "\"headers\": {},")
            .replaceAll("\"body\": .*?\\n", "\"body\": null,\n")
            .replace("\"POST\"", "\"GET\"");

    JsonNode response = handle(event);

    assertThat(response.path("statusCode").asInt()).isEqualTo(201);
    assertThat(call.method()).isEqualTo("GET");
    assertThat(body).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "function-url-iam | arn:aws:sts::123456789012:assumed-role/caller/session",
        "http-api-v2-jwt | user-1",
        "http-api-v2-lambda | device-7",
        "rest-api-v1-iam | arn:aws:iam::123456789012:user/one",
        "rest-api-v1-lambda | device-7",
        "rest-api-v1-cognito | user-1"
      })
  void whomTheDoorHasVerifiedReachesTheCore(String event, String name) throws IOException {
    handle(read("verified/" + event));

    assertThat(call.principal()).contains(new Principal(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http-api-v2",
        "http-api-v2-stage",
        "function-url",
        "rest-api-v1",
        "alb-single",
        "alb-multi"
      })
  void aDoorThatVerifiesNobodyVouchesForNobodyWhateverTheHeadersSay(String event)
      throws IOException {
    String forged =
        """
        "x-amzn-oidc-identity": %1$s, "x-amzn-oidc-data": %1$s, "x-amzn-oidc-accesstoken": %1$s,
        "x-ms-client-principal-id": %1$s, "requestContext": %1$s, "authorizer": %1$s,
        "x-serverless-authorization": %1$s, "userArn": %1$s,
        """;
    String value = event.equals("alb-multi") ? "[\"root\"]" : "\"root\"";
    String calledWith = read(event).replaceFirst("(eaders\": \\{)", "$1" + forged.formatted(value));

    JsonNode response = handle(calledWith);

    assertThat(response.path("statusCode").asInt()).isEqualTo(201);
    assertThat(call.headers().first("x-amzn-oidc-identity")).contains("root");
    assertThat(call.principal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"iam\": null}",
        "{\"iam\": {}}",
        "{\"iam\": {\"userArn\": \"\"}}",
        "{\"jwt\": null}",
        "{\"jwt\": {\"claims\": {}, \"scopes\": null}}",
        "{\"lambda\": null}",
        "{\"lambda\": {}}",
        "{\"lambda\": {\"principalId\": 7}}",
        "{\"other\": {\"userArn\": \"arn\"}}"
      })
  void anAuthorizerThatNamesNobodyVouchesForNobody(String authorizer) throws IOException {
    handle(withAuthorizer("http-api-v2", authorizer));

    assertThat(call.principal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"claims\": null}",
        "{\"claims\": {}}",
        "{\"principalId\": \"\"}",
        "{\"userArn\": \"arn\", \"tenant\": \"t-1\"}"
      })
  void norDoesOneOfARestApi(String authorizer) throws IOException {
    handle(withAuthorizer("rest-api-v1", authorizer));

    assertThat(call.principal()).isEmpty();
  }

  private static String withAuthorizer(String event, String authorizer) throws IOException {
    return read(event)
        .replace(
            "\"requestContext\": {", "\"requestContext\": {\"authorizer\": " + authorizer + ",");
  }

  private static String header(JsonNode response, String name) {
    for (String member : new String[] {"headers", "multiValueHeaders"}) {
      for (var field : response.path(member).properties()) {
        if (field.getKey().equalsIgnoreCase(name)) {
          JsonNode value = field.getValue();
          return value.isArray() ? value.get(0).asText() : value.asText();
        }
      }
    }
    return null;
  }

  JsonNode handle(String event) throws IOException {
    return answered(
        events, event.getBytes(StandardCharsets.UTF_8), Deadline.after(Duration.ofSeconds(20)));
  }

  /** How the platform has an event answered. */
  JsonNode answered(HttpEvents shown, byte[] event, Deadline deadline) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    shown.handle(new ByteArrayInputStream(event), out, deadline);
    return JSON.readTree(out.toByteArray());
  }

  /** What reached the core. */
  HttpCall call() {
    return call;
  }

  static String read(String event) throws IOException {
    try (InputStream in = HttpEventsTest.class.getResourceAsStream("/events/" + event + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
