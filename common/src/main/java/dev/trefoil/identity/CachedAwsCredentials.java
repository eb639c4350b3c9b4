package dev.trefoil.identity;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** A slot's keys for the AWS SDK's clients. */
final class CachedAwsCredentials implements AwsCredentialsProvider {
  private final CachedToken<AwsCredentials> slot;

  CachedAwsCredentials(CachedToken<AwsCredentials> slot) {
    this.slot = slot;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return slot.await(new Cancellation());
    } catch (ProviderException e) {
      throw SdkClientException.create(e.getMessage(), e);
    }
  }

  /** Does not block. */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return slot.get().thenApply(keys -> keys);
  }
}
