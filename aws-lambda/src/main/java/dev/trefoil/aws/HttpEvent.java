package dev.trefoil.aws;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.http.Headers;
import dev.trefoil.http.Principal;
import dev.trefoil.http.Query;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP call as an event tells of it. Sources: "Create AWS Lambda proxy integrations for HTTP
 * APIs in API Gateway" (version 2.0, which Function URLs send as well), "Input format of a Lambda
 * function for proxy integration" (version 1.0), "Lambda functions as targets for Application Load
 * Balancers" (a dialect of 1.0 with either kind of headers).
 *
 * @param door what made the event
 * @param received when the door had the call; empty where it does not say
 * @param path without stage and mapping key, percent-encoded
 * @param query as the client wrote it
 * @param principal whom the door has verified
 */
record HttpEvent(
    AwsDoor door,
    Version version,
    Optional<Instant> received,
    String method,
    String path,
    Query query,
    Headers headers,
    byte[] body,
    Optional<Principal> principal) {

  private static final JrsObject NOTHING = new JrsObject(Map.of());

  /** The formats of events, which are those of the answers as well. */
  enum Version {
    ONE,
    TWO
  }

  /**
   * Reads an event.
   *
   * @throws IOException when it is not one of these
   */
  static HttpEvent of(JrsObject event) throws IOException {
    return Json.text(event, "version").equals(Optional.of("2.0"))
        ? version2(event)
        : version1(event);
  }

  private static HttpEvent version2(JrsObject event) throws IOException {
    JrsObject context = object(event, "requestContext");
    AwsDoor door = AwsDoor.of(event);
    String path = required(event, "rawPath");
    return new HttpEvent(
        door,
        Version.TWO,
        moment(context, "timeEpoch"),
        required(context, "http", "method"),
        EventPath.of(event, door, path),
        new Query(Json.text(event, "rawQueryString").orElse("")),
        singleValues(event, new Headers()),
        body(event),
        VerifiedSender.ofVersion2(object(context, "authorizer")));
  }

  private static HttpEvent version1(JrsObject event) throws IOException {
    AwsDoor door = AwsDoor.of(event);
    return new HttpEvent(
        door,
        Version.ONE,
        moment(object(event, "requestContext"), "requestTimeEpoch"),
        required(event, "httpMethod"),
        EventPath.of(event, door, required(event, "path")),
        EventQuery.of(event, door),
        singleValues(event, multipleValues(event)),
        body(event),
        VerifiedSender.ofVersion1(object(event, "requestContext")));
  }

  /** In milliseconds; load balancers have none. */
  private static Optional<Instant> moment(JrsObject context, String name) {
    return context.get(name) instanceof JrsNumber number
        ? Optional.of(Instant.ofEpochMilli(number.getValue().longValue()))
        : Optional.empty();
  }

  private static Headers multipleValues(JrsObject event) {
    Headers headers = new Headers();
    Iterator<Map.Entry<String, JrsValue>> fields = object(event, "multiValueHeaders").fields();
    while (fields.hasNext()) {
      Map.Entry<String, JrsValue> header = fields.next();
      if (header.getValue() instanceof JrsArray values) {
        for (int i = 0; i < values.size(); i++) {
          headers.add(header.getKey(), values.get(i).asText());
        }
      }
    }
    return headers;
  }

  /** Where an event has both kinds, the single value is the last of the many. */
  private static Headers singleValues(JrsObject event, Headers headers) {
    Iterator<Map.Entry<String, JrsValue>> fields = object(event, "headers").fields();
    while (fields.hasNext()) {
      Map.Entry<String, JrsValue> header = fields.next();
      if (header.getValue() instanceof JrsString value
          && headers.first(header.getKey()).isEmpty()) {
        headers.add(header.getKey(), value.asText());
      }
    }
    return headers;
  }

  private static byte[] body(JrsObject event) throws IOException {
    String text = Json.text(event, "body").orElse("");
    if (!(event.get("isBase64Encoded") instanceof JrsBoolean encoded)
        || encoded != JrsBoolean.TRUE) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the event's body is not Base64, although it says so", e);
    }
  }

  private static JrsObject object(JrsObject parent, String name) {
    return parent.get(name) instanceof JrsObject found ? found : NOTHING;
  }

  private static String required(JrsObject event, String... path) throws IOException {
    return Json.text(event, path)
        .orElseThrow(
            () ->
                new IOException("this is not an HTTP event: it has no " + String.join(".", path)));
  }
}
