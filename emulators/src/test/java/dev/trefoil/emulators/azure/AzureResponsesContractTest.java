// The common contract, on Azure OpenAI by Responses.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Seen.Ending;
import dev.trefoil.emulators.openai.ResponsesContract;

class AzureResponsesContractTest extends ResponsesContract {

  private final AzureOpenAiContractTest chat = new AzureOpenAiContractTest();

  @Override
  protected ModelEmulator start() {
    return chat.start();
  }

  @Override
  protected String path() {
    return "/openai/v1/responses";
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
    return Ending.ERROR;
  }
}
