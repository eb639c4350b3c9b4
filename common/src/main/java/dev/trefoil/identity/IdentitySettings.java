package dev.trefoil.identity;

import dev.trefoil.policy.Cloud;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names by which clouds trust one another, as trefoil.yaml has them under {@code identity}. No
 * secret among them. docs/identity.md says which pair needs which.
 *
 * @param host whose identities we have, where those are not of the cloud that the adapter is made
 *     for
 */
public record IdentitySettings(Optional<Origin> host, Aws aws, Azure azure, Gcp gcp) {

  /** What the functions of one cloud can do without any trust being set up: call that cloud. */
  public static final IdentitySettings NONE =
      new IdentitySettings(Optional.empty(), Aws.NONE, Azure.NONE, Gcp.NONE);

  /**
   * How functions elsewhere become someone on AWS.
   *
   * @param roleArn the IAM role that they assume
   * @param audience whom functions on Google Cloud make their ID token out to
   */
  public record Aws(Optional<String> roleArn, Optional<String> audience) {
    static final Aws NONE = new Aws(Optional.empty(), Optional.empty());
  }

  /**
   * How functions elsewhere become someone on Azure, and functions on Azure someone elsewhere.
   *
   * @param tenant the Entra tenant's id
   * @param clientId the application or user-assigned identity with the federated credentials
   * @param applicationIdUri the application that functions on Azure ask a token for, to show it to
   *     AWS and Google Cloud
   * @param managedIdentity the client id of the function's user-assigned identity; without it the
   *     system-assigned one is used
   * @param keyVault the vault that {@code keyFrom: secret:NAME} means on Azure
   */
  public record Azure(
      Optional<String> tenant,
      Optional<String> clientId,
      Optional<String> applicationIdUri,
      Optional<String> managedIdentity,
      Optional<URI> keyVault) {
    static final Azure NONE =
        new Azure(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * How functions elsewhere become someone on Google Cloud.
   *
   * @param awsProvider the workload identity pool's provider for functions on AWS, {@code
   *     //iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME}
   * @param azureProvider the one for functions on Azure
   * @param tokenUrl in place of {@code https://sts.googleapis.com/v1/token}; https only
   * @param secretsProject the project that {@code keyFrom: secret:NAME} means on Google Cloud
   * @param secretManager in place of {@code https://secretmanager.googleapis.com}
   */
  public record Gcp(
      Optional<String> awsProvider,
      Optional<String> azureProvider,
      Optional<URI> tokenUrl,
      Optional<String> secretsProject,
      Optional<URI> secretManager) {
    static final Gcp NONE =
        new Gcp(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** The names, as written in the file, that a pair needs and that are not set. */
  public List<String> missing(Origin from, Cloud to) {
    return from.cloud().map(cloud -> missing(cloud, to)).orElse(List.of());
  }

  /** The same between two clouds. */
  public List<String> missing(Cloud from, Cloud to) {
    List<String> missing = new ArrayList<>();
    if (from != to) {
      if (from == Cloud.AZURE) {
        need(missing, "identity.azure.applicationIdUri", azure.applicationIdUri());
      }
      switch (to) {
        case AWS -> {
          need(missing, "identity.aws.roleArn", aws.roleArn());
          if (from == Cloud.GCP) {
            need(missing, "identity.aws.audience", aws.audience());
          }
        }
        case AZURE -> {
          need(missing, "identity.azure.tenant", azure.tenant());
          need(missing, "identity.azure.clientId", azure.clientId());
        }
        case GCP -> {
          if (from == Cloud.AWS) {
            need(missing, "identity.gcp.awsProvider", gcp.awsProvider());
          } else {
            need(missing, "identity.gcp.azureProvider", gcp.azureProvider());
          }
        }
      }
    }
    return missing;
  }

  private static void need(List<String> missing, String name, Optional<String> value) {
    if (value.isEmpty()) {
      missing.add(name);
    }
  }
}
