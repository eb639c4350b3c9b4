// The model services of each cloud, as a first configuration declares them.
package dev.trefoil.deployment.init;

import dev.trefoil.config.ConfigException;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.policy.Cloud;
import java.util.List;
import java.util.Map;

/**
 * A model service that a cloud's own identity may call.
 *
 * @param cloud whose it is
 * @param name by which routes name it
 * @param kind as the configuration has it
 * @param fields the rest of its entry; what a deployment sets is a variable of template.yaml or of
 *     terraform
 */
record CloudService(Cloud cloud, String name, String kind, String fields) {
  private static final String REGION = "region: \"${AWS_REGION:-us-east-1}\"";

  /** In the order in which a model is looked for. */
  static final List<CloudService> ALL =
      List.of(
          new CloudService(Cloud.AWS, "bedrock", ServiceConfig.BEDROCK, REGION),
          new CloudService(Cloud.AWS, "mantle", ServiceConfig.BEDROCK_MANTLE, REGION),
          new CloudService(
              Cloud.AZURE,
              "azure",
              ServiceConfig.AZURE_OPENAI,
              "endpoint: \"${TREFOIL_AZURE_ENDPOINT:-https://example.openai.azure.com}\""),
          new CloudService(
              Cloud.AZURE,
              "foundry",
              ServiceConfig.FOUNDRY,
              "endpoint: \"${TREFOIL_FOUNDRY_ENDPOINT:-https://example.services.ai.azure.com}\""),
          new CloudService(
              Cloud.GCP,
              "vertex_ai",
              ServiceConfig.VERTEX,
              "project: \"${TREFOIL_GCP_PROJECT:-my-project}\", location: \"${TREFOIL_GCP_LOCATION:-global}\""));

  /** Its line under {@code services}. */
  String line() {
    return "%s: {kind: %s, %s}".formatted(name, kind, fields);
  }

  /**
   * Whether a route of this model finds it here, as the configuration's reader decides it.
   *
   * @param family by its name in the table of models
   * @param env what the fields are filled from
   */
  boolean has(String family, Map<String, String> env) {
    try {
      String text =
          "auth: none\nservices:\n  %s\nroutes: {one: {same: \"%s\"}}\n".formatted(line(), family);
      return !TrefoilConfig.parse(text, env).routes().getFirst().targets().isEmpty();
    } catch (ConfigException e) {
      return false;
    }
  }
}
