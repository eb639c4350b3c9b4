// Amazon Bedrock on loopback.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.service.HttpModelEmulator;

/**
 * Converse and ConverseStream over HTTP/1.1 on 127.0.0.1, for requests signed with Signature
 * Version 4 by a key of the keyring.
 */
public final class BedrockEmulator extends HttpModelEmulator {

  private BedrockEmulator(String service, AwsKeyring keyring, int port) {
    super(service, ServiceKind.BEDROCK, new BedrockProtocol(keyring), port, "");
  }

  /** Starts it on any free port. */
  public static BedrockEmulator start(String service, AwsKeyring keyring) {
    return start(service, keyring, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param keyring the keys that may sign, and what their holders may do
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static BedrockEmulator start(String service, AwsKeyring keyring, int port) {
    return new BedrockEmulator(service, keyring, port);
  }
}
