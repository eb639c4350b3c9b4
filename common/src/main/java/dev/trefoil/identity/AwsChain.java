package dev.trefoil.identity;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The AWS SDK's default chain, whose failures are told apart from the service's. */
final class AwsChain implements AwsCredentialsProvider, SdkAutoCloseable {
  private final DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkException e) {
      String message = "AWS default credentials chain: " + e.getMessage();
      throw SdkClientException.create(message, new ProviderException(Kind.AUTH, message, e));
    }
  }

  @Override
  public void close() {
    chain.close();
  }
}
