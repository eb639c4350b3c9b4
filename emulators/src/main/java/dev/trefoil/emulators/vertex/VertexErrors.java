// Vertex AI's errors: a gRPC status with google.rpc details.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.google.GoogleTokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Statuses, with the texts that the service itself uses. */
final class VertexErrors {

  private static final TypeRegistry DETAILS =
      TypeRegistry.newBuilder().add(ErrorDetailsProto.getDescriptor().getMessageTypes()).build();

  private static final ObjectMapper JSON = new ObjectMapper();

  private VertexErrors() {}

  static VertexRefusal invalid(String message) {
    return new VertexRefusal(of(Code.INVALID_ARGUMENT, message));
  }

  /** A refusal whose text begins and ends as the Gemini API's do. */
  static VertexRefusal unable(String because) {
    return invalid(
        "Unable to submit request because %s. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini"
            .formatted(because));
  }

  /** A path that no method has. */
  static Status noSuchMethod() {
    return of(Code.NOT_FOUND, "The requested URL was not found on this server.");
  }

  /** A status's details in JSON: a list. */
  static JsonNode details(Status status) {
    try {
      return JSON.readTree(JsonFormat.printer().usingTypeRegistry(DETAILS).print(status))
          .withArray("/details");
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new IllegalStateException("our own details can be printed", e);
    }
  }

  static VertexRefusal noSuchModel(String model) {
    return new VertexRefusal(
        of(
            Code.NOT_FOUND,
            "Publisher Model `%s` was not found or your project does not have access to it. Please"
                    .formatted(model)
                + " ensure you are using a valid model version. For more information, see:"
                + " https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"));
  }

  /** A call of a function came back without its signature, in this content, counted from 1. */
  static VertexRefusal unsigned(String function, int content) {
    return invalid(
        ("Unable to submit request because function call `%s` in the %d. content block is missing a"
                + " `thought_signature`. Learn more:"
                + " https://docs.cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures")
            .formatted(function, content));
  }

  /** The error for a credential that is missing, wrong, or not enough. */
  static Status denied(Verdict.Rejected rejected) {
    return switch (rejected.code()) {
      case GoogleTokens.PERMISSION_DENIED ->
          denied(
              rejected.code(),
              "Permission 'aiplatform.endpoints.predict' denied on resource (or it may not exist).");
      case GoogleTokens.SCOPE_INSUFFICIENT ->
          denied(rejected.code(), "Request had insufficient authentication scopes.");
      default -> unauthenticated(rejected.code());
    };
  }

  private static Status denied(String reason, String message) {
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason(reason).setDomain("aiplatform.googleapis.com").build();
    return of(Code.PERMISSION_DENIED, message).toBuilder().addDetails(Any.pack(info)).build();
  }

  private static Status unauthenticated(String code) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setReason(
                code.equals("missing_token")
                    ? "CREDENTIALS_MISSING"
                    : "ACCESS_TOKEN_TYPE_UNSUPPORTED")
            .setDomain("googleapis.com")
            .putMetadata("service", "aiplatform.googleapis.com")
            .build();
    return of(
            Code.UNAUTHENTICATED,
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                + " cookie or other valid authentication credential. See"
                + " https://developers.google.com/identity/sign-in/web/devconsole-project.")
        .toBuilder()
        .addDetails(Any.pack(info))
        .build();
  }

  static Status outage() {
    return of(Code.UNAVAILABLE, "The service is currently unavailable.");
  }

  static Status throttled(OptionalInt retryAfterSeconds) {
    Status.Builder status =
        of(
            Code.RESOURCE_EXHAUSTED,
            "Resource exhausted. Please try again later. Please refer to"
                + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more"
                + " details.")
            .toBuilder();
    retryAfterSeconds.ifPresent(
        seconds ->
            status.addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(seconds))
                        .build())));
    return status.build();
  }

  static Status contextTooLong() {
    return of(
        Code.INVALID_ARGUMENT,
        "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).");
  }

  /**
   * The usual status for an HTTP status, or the one that Google's REST form of an error tells:
   * {@code {"error": {"code", "message", "status", "details"}}}.
   */
  static Status at(int httpStatus, Optional<JsonNode> body) {
    JsonNode error = body.map(b -> b.has("error") ? b.get("error") : b).orElse(null);
    if (error == null) {
      return of(code(httpStatus), "An error of status " + httpStatus + " was asked for.");
    }
    Code code =
        Arrays.stream(Code.values())
            .filter(c -> c.name().equals(error.path("status").asText("")))
            .findFirst()
            .orElseGet(() -> code(httpStatus));
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("code", code.getNumber());
    json.put("message", error.path("message").asText(""));
    if (error.path("details").isArray()) {
      json.set("details", error.get("details"));
    }
    try {
      Status.Builder status = Status.newBuilder();
      JsonFormat.parser().usingTypeRegistry(DETAILS).merge(json.toString(), status);
      return status.build();
    } catch (InvalidProtocolBufferException e) {
      return of(Code.INTERNAL, "The fault's body cannot be sent: " + e.getMessage());
    }
  }

  static Status of(Code code, String message) {
    return Status.newBuilder().setCode(code.getNumber()).setMessage(message).build();
  }

  /** Google's own pairs (google/rpc/code.proto). */
  private static Code code(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> Code.INVALID_ARGUMENT;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.NOT_FOUND;
      case 408, 504 -> Code.DEADLINE_EXCEEDED;
      case 409 -> Code.ABORTED;
      case 429 -> Code.RESOURCE_EXHAUSTED;
      case 499 -> Code.CANCELLED;
      case 500 -> Code.INTERNAL;
      case 501 -> Code.UNIMPLEMENTED;
      case 502, 503, 529 -> Code.UNAVAILABLE;
      default -> Code.UNKNOWN;
    };
  }
}
