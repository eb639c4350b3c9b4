// Anthropic's API on loopback.
package dev.trefoil.emulators.anthropic;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.service.HttpModelEmulator;

/** The Messages API over HTTP/1.1 on 127.0.0.1, for whoever has the key. */
public final class AnthropicEmulator extends HttpModelEmulator {

  /** What the journal calls the holder of the key. */
  public static final String PRINCIPAL = "anthropic-api-key";

  private AnthropicEmulator(String service, String apiKey, int port) {
    super(
        service,
        ServiceKind.ANTHROPIC,
        new MessagesProtocol(new AnthropicPlatform(apiKey)),
        port,
        "");
  }

  /** Starts it on any free port. */
  public static AnthropicEmulator start(String service, String apiKey) {
    return start(service, apiKey, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param apiKey the key that opens it, sent as {@code x-api-key}
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static AnthropicEmulator start(String service, String apiKey, int port) {
    return new AnthropicEmulator(service, apiKey, port);
  }
}
