// A workload identity pool, whose providers let other clouds' workloads in.
package dev.trefoil.emulators.identity.google;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A pool.
 *
 * @param projectNumber of the project that it is in
 * @param id within the project
 */
public record WorkloadPool(String projectNumber, String id, List<PoolProvider> providers) {

  private static final Pattern NAME =
      Pattern.compile(
          "//iam\\.googleapis\\.com/projects/\\d+/locations/global/workloadIdentityPools/[^/]+/providers/[^/]+");

  /** A provider's full resource name, which is the audience of an exchange. */
  public String audience(String provider) {
    return "//iam.googleapis.com/%s/providers/%s".formatted(path(), provider);
  }

  /** Whom a federated token stands for. */
  public String principal(String subject) {
    return "principal://iam.googleapis.com/%s/subject/%s".formatted(path(), subject);
  }

  PoolProvider provider(String audience) throws GoogleRefusal {
    if (!NAME.matcher(audience).matches()) {
      throw GoogleRefusal.invalidRequest(
          "Invalid value for \"audience\". This value should be the full resource name of the"
              + " Identity Provider. See"
              + " https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token for the list"
              + " of possible formats.");
    }
    return providers.stream()
        .filter(provider -> audience(provider.id()).equals(audience))
        .findFirst()
        .orElseThrow(
            () ->
                new GoogleRefusal(
                    "invalid_target",
                    "The target service indicated by the \"audience\" parameters is invalid. This"
                        + " might either be because the pool or provider is disabled or deleted or"
                        + " because it doesn't exist."));
  }

  private String path() {
    return "projects/%s/locations/global/workloadIdentityPools/%s".formatted(projectNumber, id);
  }
}
