package dev.trefoil.config;

import dev.trefoil.agent.AgentSettings;
import dev.trefoil.agent.RunLimits;
import dev.trefoil.agent.ToolSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What trefoil.yaml says of tools that Trefoil itself calls, and of agents.
 *
 * @param tools by name, in the order of the file
 * @param identities who each tool is told that calls it
 * @param emulated names of tools that {@code trefoil up} plays
 * @param agents by name
 * @param ofRoutes names of tools by the routes whose models may call them
 * @param limits of runs that no agent says others for
 */
public record AgentConfig(
    Map<String, ToolSettings> tools,
    Map<String, ToolIdentity> identities,
    Set<String> emulated,
    Map<String, AgentSettings> agents,
    Map<String, List<String>> ofRoutes,
    RunLimits limits) {
  public AgentConfig {
    tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    identities = Map.copyOf(identities);
    emulated = Set.copyOf(emulated);
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    ofRoutes = Map.copyOf(ofRoutes);
  }
}
