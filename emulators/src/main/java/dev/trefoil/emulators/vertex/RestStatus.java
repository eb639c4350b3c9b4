// A gRPC status in the JSON form of Google's REST APIs.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;

/** Writes {@code {"error": {"code", "message", "status", "details"}}}. */
final class RestStatus {
  private RestStatus() {}

  static HttpError of(Status status) {
    return of(http(status), status);
  }

  static HttpError of(int http, Status status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode error = json.putObject("error").put("code", http);
    error.put("message", status.getMessage());
    error.put(
        "status",
        Optional.ofNullable(Code.forNumber(status.getCode())).orElse(Code.UNKNOWN).name());
    JsonNode details = VertexErrors.details(status);
    if (!details.isEmpty()) {
      error.set("details", details);
    }
    return new HttpError(http, new Headers(), json);
  }

  /** Google's own pairs (google/rpc/code.proto). */
  private static int http(Status status) {
    return switch (Code.forNumber(status.getCode())) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ABORTED, ALREADY_EXISTS -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case null, default -> 500;
    };
  }
}
