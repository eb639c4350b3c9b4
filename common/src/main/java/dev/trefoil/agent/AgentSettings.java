package dev.trefoil.agent;

import java.util.List;
import java.util.Optional;

/**
 * An agent of the configuration: a name that stands for a model with instructions and tools.
 *
 * @param model a route's name or a target
 * @param instructions what every run of it is told first
 * @param tools names of declared tools
 */
public record AgentSettings(
    String name,
    String model,
    Optional<String> instructions,
    List<String> tools,
    RunLimits limits) {
  public AgentSettings {
    tools = List.copyOf(tools);
  }
}
