// OpenAI's errors: {"error": {message, type, param, code}}, which Azure's models answer with too.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;

/** Error answers, with the texts that the service itself uses. */
public final class OpenAiErrors {

  private OpenAiErrors() {}

  /**
   * An error object.
   *
   * @param type may be null, as {@code param} and {@code code}
   */
  public static ObjectNode body(String message, String type, String param, String code) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return body;
  }

  /** The account has no money left: a 429 that no waiting mends. To be asked for as an error. */
  public static ObjectNode insufficientQuota() {
    return body(
        "You exceeded your current quota, please check your plan and billing details. For more"
            + " information on this error, read the docs:"
            + " https://platform.openai.com/docs/guides/error-codes/api-errors.",
        "insufficient_quota",
        null,
        "insufficient_quota");
  }

  /** A request that is wrong at {@code param}. */
  static RefusedException invalid(String message, String param, String code) {
    return refused(400, message, "invalid_request_error", param, code);
  }

  static RefusedException refused(
      int status, String message, String type, String param, String code) {
    return new RefusedException(of(status, message, type, param, code));
  }

  /** The prompt is longer than the model can take. */
  public static HttpError contextTooLong() {
    return of(
        400,
        "This model's maximum context length is 128000 tokens. However, your messages resulted in"
            + " 130000 tokens. Please reduce the length of the messages.",
        "invalid_request_error",
        "messages",
        "context_length_exceeded");
  }

  static HttpError flagged() {
    return of(
        400,
        "Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please"
            + " try again with a different prompt.",
        "invalid_request_error",
        null,
        "invalid_prompt");
  }

  static HttpError missingKey() {
    return of(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header"
            + " using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). You can obtain an API key"
            + " from https://platform.openai.com/account/api-keys.",
        "invalid_request_error",
        null,
        null);
  }

  static HttpError wrongKey() {
    return of(
        401,
        "Incorrect API key provided: ********. You can find your API key at"
            + " https://platform.openai.com/account/api-keys.",
        "invalid_request_error",
        null,
        "invalid_api_key");
  }

  static HttpError unknownModel(String model) {
    return of(
        404,
        "The model `%s` does not exist or you do not have access to it.".formatted(model),
        "invalid_request_error",
        null,
        "model_not_found");
  }

  static HttpError throttled(OptionalInt retryAfterSeconds) {
    int seconds = retryAfterSeconds.orElse(0);
    HttpError error =
        of(
            429,
            "Rate limit reached in organization org-trefoil on requests per min (RPM): Limit 3, Used"
                + " 3, Requested 1. Please try again in %ds. Visit"
                    .formatted(retryAfterSeconds.orElse(20))
                + " https://platform.openai.com/account/rate-limits to learn more.",
            "requests",
            null,
            "rate_limit_exceeded");
    error
        .headers()
        .add("x-ratelimit-limit-requests", "3")
        .add("x-ratelimit-remaining-requests", "0");
    if (retryAfterSeconds.isPresent()) {
      error
          .headers()
          .add("retry-after", Integer.toString(seconds))
          .add("retry-after-ms", Long.toString(seconds * 1_000L))
          .add("x-ratelimit-reset-requests", seconds + "s");
    }
    return error;
  }

  /** The usual error at a status, or the given body. */
  public static HttpError at(int status, Optional<JsonNode> body) {
    HttpError usual =
        switch (status) {
          case 401 -> wrongKey();
          case 404 -> unknownModel("no-such-model");
          case 429 -> throttled(OptionalInt.empty());
          case 503 ->
              of(
                  503,
                  "The engine is currently overloaded, please try again later",
                  "server_error",
                  null,
                  null);
          default ->
              of(
                  status,
                  status < 500
                      ? "An error of status " + status + " was asked for."
                      : "The server had an error while processing your request. Sorry about that!",
                  status < 500 ? "invalid_request_error" : "server_error",
                  null,
                  null);
        };
    return new HttpError(status, usual.headers(), body.orElse(usual.body()));
  }

  /** An error at a status; all but the message may be null. */
  public static HttpError of(int status, String message, String type, String param, String code) {
    return new HttpError(status, new Headers(), body(message, type, param, code));
  }
}
