package dev.trefoil.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says of agents, and of the tools that Trefoil itself calls.
 *
 * @param agents by name
 * @param ofRoutes names of tools by the routes whose models may call them
 * @param limits of what no agent says others for
 */
public record Agents(
    Toolbox tools,
    Map<String, AgentSettings> agents,
    Map<String, List<String>> ofRoutes,
    RunLimits limits) {
  public Agents {
    agents = Map.copyOf(agents);
    ofRoutes = Map.copyOf(ofRoutes);
  }

  /** An agent by its name. */
  public Optional<AgentSettings> agent(String name) {
    return Optional.ofNullable(agents.get(name));
  }

  /** What comes with a model or an agent, by its name, without being asked for. */
  public List<ToolSettings> with(String name) {
    List<String> names =
        agent(name)
            .map(AgentSettings::tools)
            .orElseGet(() -> ofRoutes.getOrDefault(name, List.of()));
    List<ToolSettings> settings = new ArrayList<>(names.size());
    for (String tool : names) {
      settings.add(tools.find(tool).orElseThrow());
    }
    return settings;
  }

  /** The limits of a run of a model or an agent. */
  public RunLimits limits(String name) {
    return agent(name).map(AgentSettings::limits).orElse(limits);
  }
}
