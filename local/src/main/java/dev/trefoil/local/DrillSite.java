// The running clouds, as the drill sees them.
package dev.trefoil.local;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.local.drill.Site;
import dev.trefoil.local.drill.Site.Door;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a {@link Site} of clouds that run with {@link LocalConfig#drill}. */
final class DrillSite {
  private DrillSite() {}

  /**
   * @param lanes how many requests are sent to each cloud at a time, at most four
   */
  static Site of(LocalClouds clouds, int lanes) {
    Ports ports = clouds.ports();
    Map<String, Controls> services = new LinkedHashMap<>();
    clouds.emulators().models().forEach((name, model) -> services.put(name, model.controls()));
    return new Site(
        List.of(
            new Door("aws", ports.aws(), "bedrock/us.anthropic.claude-sonnet-4-6"),
            new Door("azure", ports.azure(), "azure/gpt-5.4"),
            new Door("gcp", ports.gcp(), "vertex_ai/gemini-3.5-flash")),
        services,
        clouds.emulators().checks().entrySet().stream()
            .map(check -> check(check.getKey(), check.getValue()))
            .toList(),
        lanes);
  }

  /** {@code asked-} or {@code said-} and the cloud. */
  private static Site.Check check(String name, GuardrailServer server) {
    boolean input = name.startsWith("asked-");
    Set<String> operations =
        switch (name.substring(name.indexOf('-') + 1)) {
          case "aws" -> Set.of("/apply");
          case "azure" -> input ? Set.of(":analyze", ":shieldPrompt") : Set.of(":analyze");
          default -> Set.of(input ? ":sanitizeUserPrompt" : ":sanitizeModelResponse");
        };
    return new Site.Check(name, input, server, operations);
  }
}
