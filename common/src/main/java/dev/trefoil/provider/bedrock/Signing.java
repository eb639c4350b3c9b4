package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Waits for the keys that a call will be signed with. The SDK waits for them too, before its call
 * returns something that could be cancelled (ApplyUserAgentStage); by then they are there.
 */
final class Signing {
  private Signing() {}

  /**
   * @throws ProviderException AUTH when there are none, TIMEOUT when cancelled meanwhile
   */
  static void await(AwsCredentialsProvider credentials, Cancellation cancellation)
      throws ProviderException {
    CompletableFuture<?> keys = credentials.resolveIdentity();
    cancellation.onCancel(() -> keys.cancel(false));
    try {
      keys.get();
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      throw BedrockErrors.of(e.getCause(), false);
    }
  }
}
