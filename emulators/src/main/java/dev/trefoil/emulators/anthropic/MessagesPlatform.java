// What differs between the services that serve Claude by Messages.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;

/** One of them, with its own door, refusals and errors. */
public interface MessagesPlatform {

  /** How it marks what its models think. */
  ReasoningSignature signature();

  /** Whose credential the request bears. */
  Verdict authenticate(HttpRequest request);

  /** The error for a credential that is missing or wrong. */
  HttpError unauthenticated(Verdict.Rejected verdict);

  /**
   * What a request asks for by its path and headers, and its body as Anthropic's own API would have
   * it.
   *
   * @param counting whether prompts are to be counted only
   */
  record Call(boolean counting, JsonNode body) {}

  /**
   * Reads path, headers and what of the body is not as at Anthropic.
   *
   * @throws RefusedException with the service's own error
   */
  Call call(HttpRequest request, JsonNode body) throws RefusedException;

  /**
   * Refuses what the service lacks of the protocol.
   *
   * @param body as {@link #call} gave it
   */
  void check(JsonNode body) throws RefusedException;

  /** The error for a model that it does not have. */
  HttpError unknownModel(String model);

  /** Whether it has a model whose name has passed for one of Claude's. */
  default boolean has(String model) {
    return model.startsWith("claude-");
  }

  /** How it frames the events of streamed answers. */
  default MessagesFrames frames() {
    return MessagesFrames.SERVER_SENT;
  }

  /** What the model's own service refuses, as this one says it. */
  default HttpError refused(HttpError error) {
    return error;
  }

  /** The service is down. */
  default HttpError outage() {
    return AnthropicErrors.overloaded();
  }

  /** Too many requests. */
  default HttpError throttled(OptionalInt retryAfterSeconds) {
    return AnthropicErrors.throttled(retryAfterSeconds);
  }

  /** Any error. */
  default HttpError error(int status, Optional<JsonNode> body) {
    return AnthropicErrors.at(status, body);
  }

  /** The prompt is too long. */
  default HttpError contextTooLong() {
    return AnthropicErrors.contextTooLong();
  }
}
