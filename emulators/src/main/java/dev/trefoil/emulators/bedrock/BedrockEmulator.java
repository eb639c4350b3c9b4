// Amazon Bedrock's runtime on loopback.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.MessagesProtocol;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.openai.OpenAiProtocol;
import dev.trefoil.emulators.service.HttpModelEmulator;
import dev.trefoil.emulators.service.HttpProtocol;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Converse, ConverseStream, InvokeModel for embeddings and for Claude, OpenAI's chat completions
 * and Responses, and Claude's Messages over HTTP/1.1 on 127.0.0.1, for requests signed with
 * Signature Version 4 by a key of the keyring.
 */
public final class BedrockEmulator extends HttpModelEmulator {

  private final ProvisionedModels provisioned;

  private BedrockEmulator(
      String service, AwsKeyring keyring, int port, ProvisionedModels provisioned) {
    super(service, ServiceKind.BEDROCK, protocols(service, keyring, provisioned), port, "");
    this.provisioned = provisioned;
  }

  private static Function<String, HttpProtocol<?>> protocols(
      String service, AwsKeyring keyring, ProvisionedModels provisioned) {
    BedrockAccess access = BedrockAccess.to("bedrock", keyring, "bedrock:InvokeModel");
    var own = new BedrockProtocol(access, provisioned);
    var openAi = new OpenAiProtocol(new RuntimeDialect(access), service);
    var claude = new MessagesProtocol(ClaudeMessages.onRuntime(access));
    var invoked = new MessagesProtocol(new ClaudeInvoked(ClaudeMessages.onRuntime(access)));
    return path -> {
      if (ClaudeInvoked.serves(path)) {
        return invoked;
      }
      if (ClaudeMessages.serves(path)) {
        return claude;
      }
      return path.startsWith("/openai/") || path.startsWith("/v1/") ? openAi : own;
    };
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
    return new BedrockEmulator(
        service, keyring, port, new ProvisionedModels(InstantSource.system()));
  }

  /** Starts it on any free port, with a clock by which the minutes of provisioned models pass. */
  public static BedrockEmulator start(String service, AwsKeyring keyring, InstantSource clock) {
    return new BedrockEmulator(service, keyring, 0, new ProvisionedModels(clock));
  }

  /**
   * Has provisioned throughput, which throttles once its minute is used up.
   *
   * @param arn of a provisioned model
   * @param modelId the model behind it
   * @param tokensPerMinute of prompts and answers together
   */
  public void provision(String arn, String modelId, int tokensPerMinute) {
    provisioned.buy(arn, modelId, tokensPerMinute);
  }
}
