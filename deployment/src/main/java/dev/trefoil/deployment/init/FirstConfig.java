// The text of a first configuration: no more than one cloud needs, and where the rest would stand.
package dev.trefoil.deployment.init;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.policy.Cloud;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was decided.
 *
 * @param cloud that Trefoil is to run on
 * @param models each with its service; of the first one the route is {@code chat}, of the others
 *     their own names
 * @param elsewhere services of other clouds that have the first model too
 * @param keys of callers, by their names; the first one is the operator
 * @param budget in US dollars a month
 */
record FirstConfig(
    Cloud cloud,
    Map<String, CloudService> models,
    List<CloudService> elsewhere,
    Map<String, ApiKey> keys,
    Optional<BigDecimal> budget) {
  /** The route that callers name first. */
  static final String ROUTE = "chat";

  private static final String HEAD =
      """
      # Written by ./trefoil init for %s; docs/configuration.md explains every key, and what else there is. What stands in
      # ${NAME:-default} is filled from the environment of the process, where template.yaml and terraform set most of it; of the
      # rest write the value itself.
      """;

  private static final String AUTH =
      """

      # Who may call: whoever has one of these keys, of which this file has the SHA-256 only. `./trefoil key NAME` makes another
      # line. For tokens of an identity provider write jwt, for whom the cloud's own door has verified platform:
      # docs/authentication.md.
      auth:
        keys:
      """;

  private static final String IDENTITY =
      """

      # Names by which the clouds trust one another, none of them a secret: needed by a service of another cloud, made by
      # terraform/trust (docs/identity.md). Empty is not set.
      identity:
        host: "${TREFOIL_HOST:-auto}"
        aws: {roleArn: "${TREFOIL_AWS_ROLE_ARN:-}", audience: "${TREFOIL_AWS_AUDIENCE:-}"}
        azure:
          tenant: "${TREFOIL_AZURE_TENANT:-}"
          clientId: "${TREFOIL_AZURE_CLIENT_ID:-}"
          applicationIdUri: "${TREFOIL_AZURE_APPLICATION_ID_URI:-}"
          managedIdentity: "${TREFOIL_AZURE_MANAGED_IDENTITY:-}"
        gcp:
          awsProvider: "${TREFOIL_GCP_AWS_PROVIDER:-}"
          azureProvider: "${TREFOIL_GCP_AZURE_PROVIDER:-}"
          secretsProject: "${TREFOIL_GCP_SECRETS_PROJECT:-}"
      """;

  private static final String JOBS =
      """

      # Where jobs, budgets and what was said are kept: names that the deployment sets. `table: none` is as if it were not here.
      jobs:
        %s:
          queue: "${TREFOIL_JOBS_QUEUE_URL:-none}"
          deadLetters: "${TREFOIL_JOBS_DEAD_LETTERS_URL:-none}"
          table: "${TREFOIL_JOBS_TABLE:-none}"
      """;

  private static final String ORDERED =
      """
          orderedTable: "${TREFOIL_JOBS_ORDERED_TABLE:-none}"
      """;

  private static final String BLOBS =
      """
          blobs: "${TREFOIL_JOBS_BLOBS:-none}"

      # What one process finds failing the others know too, by a record of that table.
      board: true
      """;

  String yaml() {
    String host = cloud.name().toLowerCase(Locale.ROOT);
    return HEAD.formatted(host)
        + services()
        + routes()
        + AUTH
        + callers()
        + budgets()
        + IDENTITY
        + JOBS.formatted(host)
        + (cloud == Cloud.AWS ? ORDERED : "")
        + BLOBS;
  }

  private String services() {
    Set<String> declared = new LinkedHashSet<>();
    models.values().forEach(service -> declared.add(service.line()));
    StringBuilder text = new StringBuilder("services:\n");
    declared.forEach(line -> text.append("  ").append(line).append('\n'));
    if (!elsewhere.isEmpty()) {
      text.append(
          "  # One more line is a second service: when the first one fails, the same model answers there. Another cloud's\n"
              + "  # needs names under identity too; `./trefoil doctor` says which.\n");
      elsewhere.forEach(service -> text.append("  # ").append(service.line()).append('\n'));
    }
    return text.toString();
  }

  private String routes() {
    StringBuilder text =
        new StringBuilder(
            """

            # What callers write into `model`. `same` is this model at each service above that has it; `targets: [SERVICE/MODEL]`
            # beside it names others, for when it has failed everywhere.
            routes:
            """);
    String name = ROUTE;
    for (String family : models.keySet()) {
      text.append("  %s: {same: %s}\n".formatted(name.isEmpty() ? family : name, family));
      name = "";
    }
    return text.toString();
  }

  private String callers() {
    String first = keys.keySet().iterator().next();
    return keys.entrySet().stream()
            .map(
                key ->
                    "    %s: {sha256: \"%s\"}\n".formatted(key.getKey(), key.getValue().sha256()))
            .collect(Collectors.joining())
        + "\n# Whose key sees everybody's use, for docs/budgets.md.\noperators: [%s]\n"
            .formatted(first);
  }

  private String budgets() {
    return budget
        .map(
            usd ->
                """

                # What all callers together may cost in a month of UTC, reserved before a call and settled after it. Without
                # the table below no call is answered. docs/budgets.md has days, callers and warnings.
                budgets:
                  all: {usdPerMonth: %s}
                usage: true
                """
                    .formatted(usd.toPlainString()))
        .orElse("");
  }
}
