// The names by which the emulated clouds trust one another, as trefoil.yaml spells them.
package dev.trefoil.local;

import dev.trefoil.emulators.cloud.Trust;
import java.util.Map;

/** The section {@code identity} of functions whose clouds are emulated. */
public final class EmulatedTrust {
  private EmulatedTrust() {}

  /** What each cloud is told of the others. */
  public static Map<String, Map<String, String>> names(Trust trust) {
    return Map.of(
        "aws",
        Map.of("roleArn", trust.roleArn(), "audience", trust.awsAudience()),
        "azure",
        Map.of(
            "tenant", trust.tenantId(),
            "clientId", trust.clientId(),
            "applicationIdUri", trust.applicationIdUri()),
        "gcp",
        Map.of(
            "awsProvider", trust.awsPoolProvider(),
            "azureProvider", trust.azurePoolProvider(),
            "tokenUrl", trust.googleTokenUrl().toString()));
  }
}
