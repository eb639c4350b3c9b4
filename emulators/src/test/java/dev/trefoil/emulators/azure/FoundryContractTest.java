// The common contract, at Microsoft Foundry.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.anthropic.MessagesContract;
import dev.trefoil.emulators.identity.BearerVerifier;

class FoundryContractTest extends MessagesContract {

  @Override
  protected ModelEmulator start() {
    return FoundryEmulator.start(
        "under-test", BearerVerifier.accepting("good-token", "the-function"));
  }

  @Override
  protected String principal() {
    return "the-function";
  }

  @Override
  protected String address(boolean stream) {
    return "/anthropic/v1/messages";
  }

  @Override
  protected String credential(boolean good) {
    return "Authorization: Bearer " + (good ? "good-token" : "stolen") + "\r\n";
  }

  @Override
  protected String errorOf(String kind) {
    return switch (kind) {
      case "unauthenticated" -> "401 401";
      case "outage" -> "529 overloaded_error";
      case "throttle" -> "429 429";
      case "error" -> "500 api_error";
      case "native" -> "400 billing_error";
      case "context_length" -> "400 invalid_request_error";
      case "content_filter" -> "refusal";
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
