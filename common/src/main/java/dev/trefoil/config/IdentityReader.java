package dev.trefoil.config;

import dev.trefoil.identity.IdentitySettings;
import dev.trefoil.identity.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code identity}. What a text may be is what the clouds themselves take. */
final class IdentityReader {
  private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String ROLE = "arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+";
  private static final String AUDIENCE = "[!-~]{1,255}";
  private static final String IAM = "//iam.googleapis.com/";
  private static final String PROVIDER =
      "(//iam\\.googleapis\\.com/)?projects/[0-9]+/locations/global/workloadIdentityPools/"
          + "[a-z0-9-]+/providers/[a-z0-9-]+";
  private static final String AUTO = "auto";

  private IdentityReader() {}

  static IdentitySettings read(ConfigMap identity) {
    Optional<Origin> host =
        identity
            .word("host", List.of(AUTO, "aws", "azure", "gcp", "local"))
            .filter(word -> !word.equals(AUTO))
            .map(word -> Origin.valueOf(word.toUpperCase(Locale.ROOT)));
    IdentitySettings settings =
        new IdentitySettings(
            host,
            identity.map("aws").map(IdentityReader::aws).orElse(IdentitySettings.NONE.aws()),
            identity.map("azure").map(IdentityReader::azure).orElse(IdentitySettings.NONE.azure()),
            identity.map("gcp").map(IdentityReader::gcp).orElse(IdentitySettings.NONE.gcp()));
    identity.refuseTheRest();
    return settings;
  }

  private static IdentitySettings.Aws aws(ConfigMap aws) {
    IdentitySettings.Aws settings =
        new IdentitySettings.Aws(
            aws.optionalText("roleArn", ROLE, "an IAM role's ARN"),
            aws.optionalText("audience", AUDIENCE, "an audience: 1 to 255 characters, no spaces"));
    aws.refuseTheRest();
    return settings;
  }

  private static IdentitySettings.Azure azure(ConfigMap azure) {
    IdentitySettings.Azure settings =
        new IdentitySettings.Azure(
            azure.optionalText("tenant", GUID, "an Entra tenant's id"),
            azure.optionalText("clientId", GUID, "a client id"),
            azure.optionalText(
                "applicationIdUri", "[a-z][a-z0-9+.-]*://[!-~]+[^/]", "an application ID URI"),
            azure.optionalText("managedIdentity", GUID, "a client id"),
            azure.url("keyVault", ServiceReader.WEB));
    azure.refuseTheRest();
    return settings;
  }

  private static IdentitySettings.Gcp gcp(ConfigMap gcp) {
    IdentitySettings.Gcp settings =
        new IdentitySettings.Gcp(
            provider(gcp, "awsProvider"),
            provider(gcp, "azureProvider"),
            gcp.url("tokenUrl", List.of("https")),
            gcp.optionalText("secretsProject", "[a-z0-9:.-]+", "a Google Cloud project"),
            gcp.url("secretManager", ServiceReader.WEB));
    gcp.refuseTheRest();
    return settings;
  }

  private static Optional<String> provider(ConfigMap gcp, String key) {
    return gcp.optionalText(
            key,
            PROVIDER,
            "a workload identity pool's provider:"
                + " projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME")
        .map(name -> name.startsWith(IAM) ? name : IAM + name);
  }
}
