package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each door tells of a path and of itself; every row is a shape of event. */
class EventPathTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}: {1} of stage {2}, route {3} with {4}")
  @CsvSource({
    // An HTTP API in format 2.0: of the default stage, of a named one, behind a custom domain.
    "2.0, /v1/models, $default, $default, , /v1/models",
    "2.0, /prod/v1/models, prod, $default, , /v1/models",
    "2.0, /prod/v1/models, prod, ANY /{proxy+}, v1/models, /v1/models",
    "2.0, /ai/v1/models, prod, ANY /{proxy+}, v1/models, /v1/models",
    "2.0, /ai/v1/models, $default, GET /v1/models, , /v1/models",
    "2.0, /ai/eu/llm/v1/models, $default, ANY /llm/{proxy+}, v1/models, /llm/v1/models",
    "2.0, /prod, prod, $default, , ''",
    "2.0, /ai, prod, ANY /, , /",
    "2.0, /production/v1/models, prod, $default, , /production/v1/models",
    // It has decoded the path.
    "2.0, /v1/100%, $default, $default, , /v1/100%25",
    "2.0, /v1/%6Dodels, $default, ANY /{proxy+}, v1/%6Dodels, /v1/%256Dodels",
    // In format 1.0 the stage is there as well, and so is the mapping key of a custom domain.
    "1.0, /v1/models, $default, $default, , /v1/models",
    "1.0, /prod/v1/models, prod, $default, , /v1/models",
    "1.0, /prod/v1/models, prod, /{proxy+}, v1/models, /v1/models",
    "1.0, /ai/v1/models, prod, /{proxy+}, v1/models, /v1/models",
    "1.0, /ai/v1/models/, prod, /{proxy+}, v1/models, /v1/models/",
    // A REST API has no stage in its path, but on a custom domain key, stage or both.
    "REST, /v1/models, prod, /{proxy+}, v1/models, /v1/models",
    "REST, /ai/v1/models, prod, /{proxy+}, v1/models, /v1/models",
    "REST, /prod/v1/models, prod, /{proxy+}, v1/models, /v1/models",
    "REST, /ai/prod/v1/models, prod, /{proxy+}, v1/models, /v1/models",
    "REST, /ai/v1/models, prod, /v1/models, , /v1/models",
    "REST, /ai, prod, /, , /",
    "REST, /prod/x, prod, , , /prod/x",
    "REST, /ai/v1/jobs/a%2Fb, prod, /{proxy+}, v1/jobs/a/b, /v1/jobs/a%2Fb",
    "REST, /v1/%6Dodels, prod, /{proxy+}, v1/%6Dodels, /v1/%6Dodels",
    "REST, /v1/%zz, prod, /{proxy+}, v1/%zz, /v1/%zz",
    // Neither of these has anything before it, nor is it decoded.
    "URL, /v1/%6Dodels, $default, $default, , /v1/%6Dodels",
    "ALB, /ai/v1/%6Dodels, , , , /ai/v1/%6Dodels"
  })
  void stageAndMappingKeyAreTakenOffByWhatTheEventSays(
      String kind, String path, String stage, String route, String proxy, String expected)
      throws IOException {
    HttpEvent event = HttpEvent.of(Json.read(event(kind, path, stage, route, proxy)));

    assertThat(event.path()).isEqualTo(expected);
  }

  /** API Gateway decodes parameters, a load balancer does not; only some tell all of one name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'version':'2.0','rawPath':'/','rawQueryString':'a=1&a=b%26c','requestContext':{'http':{'method':'GET'}}}"
            + "|1,b&c",
        "{'httpMethod':'GET','path':'/','multiValueQueryStringParameters':{'a':['1','b&c']}}|1,b&c",
        "{'httpMethod':'GET','path':'/','queryStringParameters':{'a':'b%26c'}}|b%26c",
        "{'httpMethod':'GET','path':'/','queryStringParameters':{'a':'b%26c'},'requestContext':{'elb':{}}}|b&c",
        "{'httpMethod':'GET','path':'/','queryStringParameters':null}|",
      })
  void theQueryIsReadAsEachDoorTellsIt(String event, String values) throws IOException {
    assertThat(HttpEvent.of(Json.readWhole(event.replace('\'', '"'))).query().all("a"))
        .isEqualTo(values == null ? List.of() : List.of(values.split(",")));
  }

  @ParameterizedTest
  @CsvSource({
    "2.0, HTTP_API, 30, false, 6291556",
    "1.0, HTTP_API, 30, false, 6291556",
    "REST, REST_API, 29, true, 6291556",
    "URL, FUNCTION_URL, , false, 6291556",
    "ALB, LOAD_BALANCER, 60, true, 1048576"
  })
  void theEventTellsTheDoorAndItsLimits(
      String kind, AwsDoor door, Long seconds, boolean raisable, long bytes) throws IOException {
    HttpEvent event = HttpEvent.of(Json.read(event(kind, "/health", "prod", null, null)));

    assertThat(event.door()).isEqualTo(door);
    FrontDoor limits = event.door().frontDoor(HttpAnswer.form(event.version()), Duration.ZERO);
    assertThat(limits.timeout()).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    assertThat(limits.raisable()).isEqualTo(raisable);
    assertThat(limits.limit().orElseThrow().bytes()).isEqualTo(bytes);
  }

  private static byte[] event(String kind, String path, String stage, String route, String proxy)
      throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode context = event.putObject("requestContext");
    if (stage != null) {
      context.put("stage", stage);
    }
    if (proxy != null) {
      event.putObject("pathParameters").put("proxy", proxy);
    }
    if (kind.equals("2.0") || kind.equals("URL")) {
      event.put("version", "2.0").put("rawPath", path).put("routeKey", route);
      context.putObject("http").put("method", "GET");
      context.put(
          "domainName", kind.equals("URL") ? "id.lambda-url.us-east-1.on.aws" : "api.example.com");
      return JSON.writeValueAsBytes(event);
    }
    event.put("httpMethod", "GET").put("path", path).put("resource", route);
    switch (kind) {
      case "1.0" -> event.put("version", "1.0");
      case "ALB" -> context.putObject("elb").put("targetGroupArn", "arn");
      default -> context.put("path", "/" + stage + path);
    }
    return JSON.writeValueAsBytes(event);
  }
}
