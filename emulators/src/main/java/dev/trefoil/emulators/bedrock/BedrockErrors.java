// Amazon Bedrock's errors: a message in JSON, and the exception's name in a header.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;

/** Error answers, with the texts that the service itself uses. */
final class BedrockErrors {

  private BedrockErrors() {}

  static RefusedException validation(String message) {
    return new RefusedException(of(400, "ValidationException", message));
  }

  static RefusedException tooManyTokens(int most) {
    return validation(
        "The maximum tokens you requested exceeds the model limit of %1$d. Try again with a maximum tokens value that is lower than %1$d."
            .formatted(most));
  }

  /** What the model's own API refused. */
  static RefusedException model(String message) {
    return validation("The model returned the following errors: " + message);
  }

  static RefusedException notAnObject(String place) {
    return validation(
        "The format of the value at %s is invalid. Provide a json object for the field and try again."
            .formatted(place));
  }

  static HttpError of(int status, String type, String message) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("message", message);
    return new HttpError(status, Headers.of("x-amzn-errortype", type), body);
  }

  static HttpError outage() {
    return of(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
  }

  static HttpError throttled(OptionalInt retryAfterSeconds) {
    HttpError error =
        of(429, "ThrottlingException", "Too many requests, please wait before trying again.");
    // Throttles of Converse that were published have no hint (epam/ai-dial-adapter-bedrock#371).
    // Where services of AWS give one, it is in these headers, which the AWS SDKs read
    // (AsyncRetryableStage the first, in milliseconds; RetryableStage both).
    retryAfterSeconds.ifPresent(
        seconds ->
            error
                .headers()
                .add("x-amz-retry-after", Long.toString(seconds * 1_000L))
                .add("retry-after", Integer.toString(seconds)));
    return error;
  }

  static HttpError contextTooLong() {
    return of(400, "ValidationException", "Input is too long for requested model.");
  }

  /** The usual error at a status, or the given body with the exception that its __type names. */
  static HttpError at(int status, Optional<JsonNode> body) {
    String type =
        body.map(b -> b.path("__type").asText(""))
            .filter(name -> !name.isEmpty())
            .map(name -> name.substring(name.indexOf('#') + 1))
            .orElseGet(() -> usualType(status));
    HttpError usual = of(status, type, "An error of status " + status + " was asked for.");
    return new HttpError(status, usual.headers(), body.orElse(usual.body()));
  }

  private static String usualType(int status) {
    return switch (status) {
      case 400 -> "ValidationException";
      case 401 -> "UnrecognizedClientException";
      case 403 -> "AccessDeniedException";
      case 404 -> "ResourceNotFoundException";
      case 408 -> "ModelTimeoutException";
      case 424 -> "ModelErrorException";
      case 429 -> "ThrottlingException";
      case 503 -> "ServiceUnavailableException";
      default -> "InternalServerException";
    };
  }
}
