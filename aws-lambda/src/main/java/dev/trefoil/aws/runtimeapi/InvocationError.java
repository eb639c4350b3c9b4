package dev.trefoil.aws.runtimeapi;

import dev.trefoil.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What the platform is told of a failure, which its callers may see: nothing of a request.
 *
 * @param type as the platform counts them: {@code Function.Reason} or {@code Runtime.Reason}
 */
public record InvocationError(String type, String message) {
  static final String TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String BODY = "Lambda-Runtime-Function-Error-Body";

  public InvocationError {
    if (!type.matches("(Runtime|Function)\\.[A-Z][A-Za-z]+")) {
      throw new IllegalArgumentException("the platform knows no type of errors like " + type);
    }
  }

  /** A header of a request that is an error as a whole. */
  String header() {
    return "Content-Type: application/json\r\n" + TYPE + ": " + type + "\r\n";
  }

  byte[] json() {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("errorMessage", message);
          json.writeStringField("errorType", type);
          json.writeArrayFieldStart("stackTrace");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** The end of an answer that has begun, with what went wrong after it. */
  byte[] trailers() {
    String body = Base64.getEncoder().encodeToString(json());
    return ("0\r\n" + TYPE + ": " + type + "\r\n" + BODY + ": " + body + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
