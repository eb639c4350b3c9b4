package dev.trefoil.identity;

import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * A cloud that we run on, and what it vouches for: three pairs and a secret store. Of a pair that
 * is run, all names are set ({@link IdentitySettings#missing}).
 */
sealed interface Host permits AwsHost, AzureHost, GcpHost {
  /** Keys for AWS. */
  IssuedToken<AwsCredentials> aws(String region) throws StepException;

  /** A token for Azure OpenAI. */
  IssuedToken<String> azure() throws StepException;

  /** A token of the managed identity for a resource of Azure; on Azure alone. */
  default IssuedToken<String> ownAzure(String resource) throws StepException {
    throw StepException.of("Azure's managed identity", "this process does not run on Azure");
  }

  /** A token for Google Cloud. */
  IssuedToken<String> google() throws StepException;

  /** What the cloud's own secret store has under this name. */
  IssuedToken<String> secret(String name) throws StepException;
}
