// The common contract, on OpenAI's own service.
package dev.trefoil.emulators.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Seen.Ending;

class OpenAiContractTest extends ChatContract {

  @Override
  protected ModelEmulator start() {
    return OpenAiEmulator.start("under-test", "good-token");
  }

  @Override
  protected String path() {
    return "/v1/chat/completions";
  }

  @Override
  protected String principal() {
    return OpenAiEmulator.PRINCIPAL;
  }

  @Override
  protected String errorOf(String kind) {
    return switch (kind) {
      case "unauthenticated" -> "401 invalid_api_key";
      case "outage" -> "503 null";
      case "throttle" -> "429 rate_limit_exceeded";
      case "error" -> "500 null";
      case "native" -> "400 insufficient_quota";
      case "context_length" -> "400 context_length_exceeded";
      case "content_filter" -> "content_filter";
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Override
  protected Ending filterEnding() {
    return Ending.WHOLE;
  }
}
