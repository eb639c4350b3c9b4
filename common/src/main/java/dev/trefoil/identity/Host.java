package dev.trefoil.identity;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * A place that we run on, and what it vouches for: three pairs and a secret store. Of a pair that
 * is run, all names are set ({@link IdentitySettings#missing}).
 */
sealed interface Host permits AwsHost, AzureHost, GcpHost, LocalHost {
  /** Builds what fetches its own tokens and takes time to be loaded; asks no one. */
  default void prepare() {}

  /**
   * What it has given so far is refused: where it keeps something itself, that is given no more.
   */
  default void renew() {}

  /** Keys for AWS. */
  IssuedToken<AwsCredentials> aws(String region) throws StepException;

  /** A token for a resource of Azure, such as Azure OpenAI. */
  IssuedToken<String> azure(String resource) throws StepException;

  /** A token of the managed identity for a resource of Azure; on Azure alone. */
  default IssuedToken<String> ownAzure(String resource) throws StepException {
    throw StepException.of("Azure's managed identity", "this process does not run on Azure");
  }

  /** A token for Google Cloud. */
  IssuedToken<String> google() throws StepException;

  /** The project that Google counts calls to, as far as the last token for it says one. */
  default Optional<String> quotaProject() {
    return Optional.empty();
  }

  /** What the cloud's own secret store has under this name. */
  IssuedToken<String> secret(String name) throws StepException;
}
