package dev.trefoil.agent;

import dev.trefoil.agent.RunListener.Offer;
import dev.trefoil.agent.RunListener.Offered;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools of one run, by the names that the model knows them by. */
final class RunTools {
  private static final int MOST = 1024;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Offer> offers = new ArrayList<>();

  /**
   * @param server as declared
   * @param name as the server knows it
   * @param builtIn itself, where it is one
   */
  private record Entry(
      OwnTool tool, String server, String name, boolean approval, Optional<BuiltInTool> builtIn) {}

  /**
   * Asks every server for its tools. One that cannot say them has none in this run.
   *
   * @param builtIn those that no server has
   * @param taken names of tools that are the caller's own
   */
  static RunTools of(
      Toolbox toolbox,
      List<BuiltInTool> builtIn,
      List<ToolWish> wishes,
      List<String> taken,
      Deadline deadline,
      Cancellation gone) {
    RunTools tools = new RunTools();
    Set<String> names = new HashSet<>(taken);
    for (BuiltInTool own : builtIn) {
      tools.add(own, names);
    }
    for (ToolWish wish : wishes) {
      tools.add(toolbox, wish, names, deadline, gone);
    }
    return tools;
  }

  private void add(BuiltInTool own, Set<String> taken) {
    OwnTool tool = own.tool();
    if (taken.add(tool.modelName())) {
      entries.put(
          tool.modelName(), new Entry(tool, tool.server(), tool.name(), false, Optional.of(own)));
      offers.add(
          new Offer(tool.server(), false, List.of(new Offered(tool, false)), Optional.empty()));
    }
  }

  private void add(
      Toolbox toolbox, ToolWish wish, Set<String> taken, Deadline deadline, Cancellation gone) {
    ToolSettings settings = toolbox.find(wish.tool()).orElseThrow();
    List<Offered> offered = new ArrayList<>();
    Optional<String> error = Optional.empty();
    try {
      for (OwnTool found : toolbox.server(wish.tool()).tools(deadline, gone)) {
        OwnTool tool = found.of(wish.label(), settings instanceof ToolSettings.Http);
        boolean allowed = wish.allowed().map(names -> names.contains(tool.name())).orElse(true);
        if (allowed && entries.size() < MOST && taken.add(tool.modelName())) {
          boolean approval = settings.terms().approval() || wish.approval().wants(tool.name());
          entries.put(
              tool.modelName(),
              new Entry(tool, wish.tool(), found.name(), approval, Optional.empty()));
          offered.add(new Offered(tool, approval));
        }
      }
    } catch (IOException e) {
      error = Optional.of("Its tools cannot be listed: " + e.getMessage());
    }
    offers.add(new Offer(wish.label(), settings instanceof ToolSettings.Mcp, offered, error));
  }

  /** What a listener is told. */
  List<Offer> offers() {
    return offers;
  }

  /** As the model is told of them. */
  List<Tool> asTools() {
    return entries.values().stream().map(entry -> entry.tool().tool()).toList();
  }

  boolean has(String modelName) {
    return entries.containsKey(modelName);
  }

  boolean needsApproval(String modelName) {
    return entries.get(modelName).approval();
  }

  boolean isIdempotent(String modelName) {
    return entries.get(modelName).tool().idempotent();
  }

  /** Calls one whose arguments hold to its schema, whatever comes of it. */
  ToolOutcome call(Toolbox toolbox, Part.ToolCall call, Deadline deadline, Cancellation gone) {
    Entry entry = entries.get(call.name());
    Optional<String> mistakes = ToolArguments.mistakes(entry.tool().schema(), call.arguments());
    if (mistakes.isPresent()) {
      return ToolOutcome.refused(mistakes.get());
    }
    Instant began = Instant.now();
    long start = System.nanoTime();
    ToolOutcome outcome = made(toolbox, entry, call.arguments(), deadline, gone);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    toolbox.watch().called(call.name(), call.id(), began, took, outcome);
    return outcome;
  }

  private static ToolOutcome made(
      Toolbox toolbox, Entry entry, String arguments, Deadline deadline, Cancellation gone) {
    if (entry.builtIn().isPresent()) {
      return entry.builtIn().get().call(arguments, deadline, gone);
    }
    try {
      return toolbox.server(entry.server()).call(entry.name(), arguments, deadline, gone);
    } catch (IOException e) {
      return ToolOutcome.failed(
          "The tool gave no result: " + e.getMessage() + ". It may have been called.");
    }
  }
}
