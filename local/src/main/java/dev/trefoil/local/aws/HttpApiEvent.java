// HTTP to Lambda: the event that API Gateway's HTTP APIs make, payload format 2.0.
package dev.trefoil.local.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.HttpRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Makes the event of one call. Source: "Create AWS Lambda proxy integrations for HTTP APIs in API
 * Gateway", payload format version 2.0.
 */
final class HttpApiEvent {
  private static final String API_ID = "trefoil000";
  private static final String ACCOUNT = "123456789012";

  /** All the clients there are. */
  private static final String SOURCE = "127.0.0.1";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern TEXT =
      Pattern.compile("text/.*|application/(.*\\+)?(json|xml|javascript)");

  private HttpApiEvent() {}

  /** The id that API Gateway gives a request and returns in {@code apigw-requestid}. */
  static String requestId(ObjectNode event) {
    return event.path("requestContext").path("requestId").asText();
  }

  /** What an IAM authorizer adds to the event. */
  static void verifiedByIam(ObjectNode event, String arn) {
    ObjectNode iam = event.withObject("/requestContext/authorizer/iam");
    iam.put("accountId", ACCOUNT);
    iam.put("userArn", arn);
  }

  static ObjectNode of(HttpRequest request, String traceRoot, Instant now) {
    String path = decodedPath(request.path());
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "2.0");
    event.put("routeKey", "$default");
    event.put("rawPath", path);
    event.put("rawQueryString", request.query());
    Map<String, List<String>> headers = request.headers().asMap();
    List<String> cookies = headers.getOrDefault("cookie", List.of());
    if (!cookies.isEmpty()) {
      cookies.stream()
          .flatMap(line -> Pattern.compile(";\\s*").splitAsStream(line))
          .forEach(event.withArray("/cookies")::add);
    }
    headers(event.putObject("headers"), headers, traceRoot);
    query(event, request.query());
    context(event.putObject("requestContext"), request, path, now);
    body(event, request.headers().first("content-type").orElse(""), request.body());
    return event;
  }

  /**
   * API Gateway decodes the path of an HTTP API, and cuts it at a question mark that this brings
   * about (captured events in hotsock/voker, pull request 8).
   */
  private static String decodedPath(String path) {
    return decode(path.replace("+", "%2B")).replaceFirst("\\?.*", "");
  }

  private static void headers(
      ObjectNode json, Map<String, List<String>> headers, String traceRoot) {
    headers.forEach(
        (name, values) -> {
          if (!name.equals("cookie") && !name.equals("transfer-encoding")) {
            json.put(name, String.join(",", values));
          }
        });
    String host = headers.getOrDefault("host", List.of("")).getFirst();
    json.put("x-amzn-trace-id", traceRoot);
    json.put("x-forwarded-for", SOURCE);
    int colon = host.indexOf(':');
    json.put("x-forwarded-port", colon < 0 ? "80" : host.substring(colon + 1));
    json.put("x-forwarded-proto", "http");
  }

  private static void query(ObjectNode event, String rawQuery) {
    if (rawQuery.isEmpty()) {
      return;
    }
    ObjectNode parameters = event.putObject("queryStringParameters");
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      parameters.put(
          name, parameters.has(name) ? parameters.get(name).asText() + "," + value : value);
    }
  }

  /** What cannot be decoded is handed on as it is. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void context(ObjectNode context, HttpRequest request, String path, Instant now) {
    context.put("accountId", ACCOUNT);
    context.put("apiId", API_ID);
    String domain = API_ID + ".execute-api.us-east-1.amazonaws.com";
    context.put("domainName", domain);
    context.put("domainPrefix", API_ID);
    ObjectNode http = context.putObject("http");
    http.put("method", request.method());
    http.put("path", path);
    http.put("protocol", "HTTP/1.1");
    http.put("sourceIp", SOURCE);
    http.put("userAgent", request.headers().first("user-agent").orElse(""));
    context.put("requestId", UUID.randomUUID().toString());
    context.put("routeKey", "$default");
    context.put("stage", "$default");
    context.put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
  }

  private static void body(ObjectNode event, String contentType, byte[] body) {
    Optional<String> text = isText(contentType) ? utf8(body) : Optional.empty();
    if (body.length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    }
    event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  private static boolean isText(String contentType) {
    return TEXT.matcher(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).matches();
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
