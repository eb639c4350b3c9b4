// Amazon Bedrock's other endpoint on loopback.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.MessagesProtocol;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.openai.OpenAiProtocol;
import dev.trefoil.emulators.service.HttpModelEmulator;
import dev.trefoil.emulators.service.HttpProtocol;
import java.util.function.Function;

/**
 * bedrock-mantle: chat completions, Responses and Claude's Messages over HTTP/1.1 on 127.0.0.1, for
 * requests signed for it with Signature Version 4 by a key of the keyring.
 */
public final class MantleEmulator extends HttpModelEmulator {

  private MantleEmulator(String service, Function<String, HttpProtocol<?>> protocols, int port) {
    super(service, ServiceKind.BEDROCK_MANTLE, protocols, port, "");
  }

  /** Starts it on any free port. */
  public static MantleEmulator start(String service, AwsKeyring keyring) {
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
  public static MantleEmulator start(String service, AwsKeyring keyring, int port) {
    BedrockAccess access =
        BedrockAccess.to("bedrock-mantle", keyring, "bedrock-mantle:CreateInference");
    var openAi = new OpenAiProtocol(new MantleDialect(access), service);
    var claude = new MessagesProtocol(ClaudeMessages.onMantle(access));
    return new MantleEmulator(service, path -> ClaudeMessages.serves(path) ? claude : openAi, port);
  }
}
