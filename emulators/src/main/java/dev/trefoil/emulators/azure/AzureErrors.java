// Azure OpenAI's errors: {"error": {message, type, param, code}}.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.openai.OpenAiErrors;
import dev.trefoil.emulators.service.HttpError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Error answers, with the texts that the service itself uses. */
final class AzureErrors {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AzureErrors() {}

  static HttpError notFound() {
    return gateway(404, "404", "Resource not found");
  }

  static HttpError unknownDeployment() {
    return gateway(
        404,
        "DeploymentNotFound",
        "The API deployment for this resource does not exist. If you created the deployment within"
            + " the last 5 minutes, please wait a moment and try again.");
  }

  static HttpError wrongModel(String operation, String model) {
    return gateway(
        400,
        "OperationNotSupported",
        "The %s operation does not work with the specified model, %s. Please choose different model"
                .formatted(operation, model)
            + " and try again. You can learn more about which models can be used with each"
            + " operation here: https://go.microsoft.com/fwlink/?linkid=2197993.");
  }

  static HttpError wrongMethod() {
    return gateway(405, "405", "Method not allowed");
  }

  static HttpError unauthorized() {
    return unauthorized("https://cognitiveservices.azure.com");
  }

  static HttpError unauthorized(String audience) {
    return gateway(
        401,
        "401",
        "Unauthorized. Access token is missing, invalid, audience is incorrect"
            + " (%s), or have expired.".formatted(audience));
  }

  /** Another action than those of Azure OpenAI. */
  static HttpError lacksAction(String principal, String action) {
    return gateway(
        401,
        "PermissionDenied",
        "The principal `%s` lacks the required data action `%s` to perform `POST` operation."
            .formatted(principal, action));
  }

  /** The status is 401 although the token is good. */
  static HttpError permissionDenied(String principal) {
    return gateway(
        401,
        "PermissionDenied",
        "The principal `%s` lacks the required data action".formatted(principal)
            + " `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action`"
            + " to perform `POST /openai/v1/chat/completions` operation.");
  }

  static HttpError throttled(OptionalInt retryAfterSeconds) {
    HttpError error =
        gateway(
            429,
            "429",
            "Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded"
                + " token rate limit of your current AIServices S0 pricing tier."
                + (retryAfterSeconds.isPresent()
                    ? " Please retry after " + retryAfterSeconds.getAsInt() + " seconds."
                    : ""));
    if (retryAfterSeconds.isPresent()) {
      int seconds = retryAfterSeconds.getAsInt();
      error
          .headers()
          .add("retry-after", Integer.toString(seconds))
          .add("retry-after-ms", Long.toString(seconds * 1_000L))
          .add("x-ms-retry-after-ms", Long.toString(seconds * 1_000L));
    }
    return error;
  }

  static HttpError filtered() {
    ObjectNode body =
        OpenAiErrors.body(
            "The response was filtered due to the prompt triggering Azure OpenAI's content"
                + " management policy. Please modify your prompt and retry. To learn more about our"
                + " content filtering policies please read our documentation:"
                + " https://go.microsoft.com/fwlink/?linkid=2198766",
            null,
            "prompt",
            "content_filter");
    ObjectNode error = (ObjectNode) body.get("error");
    error.put("status", 400);
    ObjectNode inner = error.putObject("innererror").put("code", "ResponsibleAIPolicyViolation");
    ObjectNode result = inner.putObject("content_filter_result");
    for (String category : List.of("hate", "self_harm", "sexual")) {
      result.putObject(category).put("filtered", false).put("severity", "safe");
    }
    result.putObject("violence").put("filtered", true).put("severity", "high");
    return new HttpError(400, new Headers(), body);
  }

  /** The usual error at a status, or the given body. */
  static HttpError at(int status, Optional<JsonNode> body) {
    HttpError usual =
        switch (status) {
          case 401 -> unauthorized();
          case 404 -> unknownDeployment();
          case 429 -> throttled(OptionalInt.empty());
          case 503 ->
              gateway(
                  503,
                  "ServiceUnavailable",
                  "The service is temporarily unable to process your request. Please try again"
                      + " later.");
          default ->
              gateway(
                  status,
                  Integer.toString(status),
                  "An error of status " + status + " was asked for.");
        };
    return new HttpError(status, usual.headers(), body.orElse(usual.body()));
  }

  /** What comes from Azure's front end has a code and a message only. */
  private static HttpError gateway(int status, String code, String message) {
    ObjectNode body = NODES.objectNode();
    body.putObject("error").put("code", code).put("message", message);
    return new HttpError(status, new Headers(), body);
  }
}
