package dev.trefoil.identity;

import com.google.auth.Credentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Who we are to the model service of the cloud we run on: the role, managed identity or service
 * account that the platform gives the function.
 *
 * <p>Making one of these costs nothing and asks no one; the first request that needs a token
 * fetches it, and the libraries keep it until shortly before it expires. What they throw when they
 * have none carries a {@link dev.trefoil.provider.ProviderException} of kind AUTH that names the
 * step.
 */
public final class NativeIdentity {
  private NativeIdentity() {}

  /** AWS: the SDK's default chain; on Lambda the environment or the container endpoint. */
  public static AwsCredentialsProvider aws() {
    return new AwsChain();
  }

  /**
   * Azure: the function's managed identity, for Azure OpenAI.
   *
   * <p>Read from {@code IDENTITY_ENDPOINT} and {@code IDENTITY_HEADER} of the environment.
   */
  public static Authorization azure() {
    return new AzureManagedIdentity();
  }

  /** Google Cloud: the function's service account, by the metadata server. */
  public static Credentials google() {
    return new GoogleMetadata();
  }
}
