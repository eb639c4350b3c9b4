// Microsoft Foundry on loopback.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.MessagesProtocol;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.service.HttpModelEmulator;

/**
 * Claude's Messages over HTTP/1.1 on 127.0.0.1, for bearers of a token that the verifier accepts.
 */
public final class FoundryEmulator extends HttpModelEmulator {

  private FoundryEmulator(String service, BearerVerifier tokens, int port) {
    super(
        service, ServiceKind.FOUNDRY, new MessagesProtocol(new FoundryPlatform(tokens)), port, "");
  }

  /** Starts it on any free port. */
  public static FoundryEmulator start(String service, BearerVerifier tokens) {
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
  public static FoundryEmulator start(String service, BearerVerifier tokens, int port) {
    return new FoundryEmulator(service, tokens, port);
  }
}
