// Azure OpenAI on loopback.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.openai.OpenAiProtocol;
import dev.trefoil.emulators.service.HttpModelEmulator;

/**
 * Chat completions, Responses and embeddings over HTTP/1.1 on 127.0.0.1, for bearers of a token
 * that the verifier accepts.
 */
public final class AzureOpenAiEmulator extends HttpModelEmulator {

  private AzureOpenAiEmulator(String service, BearerVerifier tokens, int port) {
    super(
        service,
        ServiceKind.AZURE_OPENAI,
        new OpenAiProtocol(new AzureDialect(tokens), service),
        port,
        "");
  }

  /** Starts it on any free port. */
  public static AzureOpenAiEmulator start(String service, BearerVerifier tokens) {
    return start(service, tokens, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param tokens which tokens are good
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static AzureOpenAiEmulator start(String service, BearerVerifier tokens, int port) {
    return new AzureOpenAiEmulator(service, tokens, port);
  }
}
