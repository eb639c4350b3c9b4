// The common contract, on Azure OpenAI.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Seen.Ending;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.openai.ChatContract;

class AzureOpenAiContractTest extends ChatContract {

  @Override
  protected ModelEmulator start() {
    return AzureOpenAiEmulator.start(
        "under-test", BearerVerifier.accepting("good-token", "the-function"));
  }

  @Override
  protected String path() {
    return "/openai/v1/chat/completions";
  }

  @Override
  protected String principal() {
    return "the-function";
  }

  @Override
  protected String errorOf(String kind) {
    return switch (kind) {
      case "unauthenticated" -> "401 401";
      case "outage" -> "503 ServiceUnavailable";
      case "throttle" -> "429 429";
      case "error" -> "500 500";
      case "native" -> "400 insufficient_quota";
      case "context_length" -> "400 context_length_exceeded";
      case "content_filter" -> "400 content_filter";
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Override
  protected Ending filterEnding() {
    return Ending.ERROR;
  }
}
