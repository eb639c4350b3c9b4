// The common contract, on OpenAI's own service by Responses.
package dev.trefoil.emulators.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Seen.Ending;

class OpenAiResponsesContractTest extends ResponsesContract {

  private final OpenAiContractTest chat = new OpenAiContractTest();

  @Override
  protected ModelEmulator start() {
    return chat.start();
  }

  @Override
  protected String path() {
    return "/v1/responses";
  }

  @Override
  protected String principal() {
    return chat.principal();
  }

  @Override
  protected String errorOf(String kind) {
    return chat.errorOf(kind);
  }

  @Override
  protected Ending filterEnding() {
    return Ending.WHOLE;
  }
}
