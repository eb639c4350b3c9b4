// The common contract, at Anthropic.
package dev.trefoil.emulators.anthropic;

import dev.trefoil.emulators.ModelEmulator;

class AnthropicContractTest extends MessagesContract {

  @Override
  protected ModelEmulator start() {
    return AnthropicEmulator.start("under-test", "good-key");
  }

  @Override
  protected String principal() {
    return AnthropicEmulator.PRINCIPAL;
  }

  @Override
  protected String address(boolean stream) {
    return "/v1/messages";
  }

  @Override
  protected String credential(boolean good) {
    return "X-Api-Key: " + (good ? "good-key" : "stolen") + "\r\n";
  }

  @Override
  protected String errorOf(String kind) {
    return switch (kind) {
      case "unauthenticated" -> "401 authentication_error";
      case "outage" -> "529 overloaded_error";
      case "throttle" -> "429 rate_limit_error";
      case "error" -> "500 api_error";
      case "native" -> "400 billing_error";
      case "context_length" -> "400 invalid_request_error";
      case "content_filter" -> "refusal";
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
