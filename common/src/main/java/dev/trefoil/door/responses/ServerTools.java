package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.ApprovalRule;
import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.agent.OwnTool;
import dev.trefoil.agent.RunPlan;
import dev.trefoil.agent.ToolSettings;
import dev.trefoil.agent.ToolWish;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Tool;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tools of one request that Trefoil itself calls: those that it names as {@code mcp}, and those
 * that come with its route or agent. Only what the configuration declares is ever called.
 */
final class ServerTools {
  /** What says where a server is, or who calls it: the configuration's to say. */
  private static final List<String> DECLARED = List.of("connector_id", "authorization", "headers");

  private final Agents agents;
  private final Caller caller;
  private final Optional<FileSearch> files;
  private final Optional<CallInfo> info;
  private final Map<String, ToolWish> wishes = new LinkedHashMap<>();
  private Optional<FileSearchPlan> search = Optional.empty();

  /** Those of items that are read again. */
  ServerTools(Agents agents, Caller caller) {
    this.agents = agents;
    this.caller = caller;
    this.files = Optional.empty();
    this.info = Optional.empty();
  }

  /**
   * @param files what searches files; empty where none are kept
   */
  ServerTools(Agents agents, CallInfo info, Optional<FileSearch> files) {
    this.agents = agents;
    this.caller = info.caller();
    this.files = files;
    this.info = Optional.of(info);
  }

  /** Whether files are searched here: elsewhere that is a service's own tool. */
  boolean searchesFiles() {
    return files.isPresent();
  }

  /** Reads the tool that searches files. */
  void readSearch(RequestFields item) throws Problem {
    if (search.isPresent()) {
      throw Problem.invalid(item.at("type"), "'file_search' stands twice in 'tools'.");
    }
    search = Optional.of(files.orElseThrow().read(item, info.orElseThrow()));
  }

  /** Whether the request has files searched. */
  boolean hasSearch() {
    return search.isPresent();
  }

  /** Reads a tool of the type {@code mcp}. */
  void read(RequestFields item) throws Problem {
    String label = item.requiredText("server_label");
    for (String name : DECLARED) {
      if (item.value(name).isPresent()) {
        throw Problem.unsupported(
            item.at(name),
            "'" + item.at(name) + "' is not taken from a request: trefoil.yaml declares servers.");
      }
    }
    ToolSettings tool = declared(item, label);
    if (!tool.terms().allows(caller)) {
      throw Problem.of(403, "tool_not_allowed", "You may not use the tool '" + tool.name() + "'.")
          .withParam(item.at("server_label"));
    }
    item.text("server_description");
    item.optionalFlag("defer_loading");
    ToolWish wish = new ToolWish(tool.name(), label, allowed(item), approval(item));
    if (wishes.put(label, wish) != null) {
      throw Problem.invalid(
          item.at("server_label"),
          "'" + item.at("server_label") + "' is the label of an earlier server.");
    }
  }

  private ToolSettings declared(RequestFields item, String label) throws Problem {
    Optional<String> url = item.text("server_url");
    if (url.isPresent()) {
      return agents
          .tools()
          .at(url.get())
          .orElseThrow(
              () ->
                  Problem.unsupported(
                      item.at("server_url"),
                      "'"
                          + item.at("server_url")
                          + "' is no address of a server that trefoil.yaml declares."));
    }
    return agents
        .tools()
        .find(label)
        .orElseThrow(
            () ->
                Problem.unsupported(
                    item.at("server_label"),
                    "'" + item.at("server_label") + "' names no tool of trefoil.yaml."));
  }

  private static Optional<List<String>> allowed(RequestFields item) throws Problem {
    Optional<JrsValue> value = item.value("allowed_tools");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String path = item.at("allowed_tools");
    if (value.get() instanceof JrsArray list) {
      return Optional.of(texts(path, RequestFields.items(list)));
    }
    RequestFields filter = item.child(path, value.get());
    if (filter.value("read_only").isPresent()) {
      throw Problem.unsupported(
          filter.at("read_only"), "'" + filter.at("read_only") + "' is not supported here.");
    }
    return filter.list("tool_names").isPresent()
        ? Optional.of(names(item.child(path, value.get())))
        : Optional.empty();
  }

  private static List<String> names(RequestFields filter) throws Problem {
    return texts(filter.at("tool_names"), filter.list("tool_names").orElse(List.of()));
  }

  private static List<String> texts(String path, List<JrsValue> values) throws Problem {
    List<String> texts = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      texts.add(RequestFields.text(path + "[" + i + "]", values.get(i)));
    }
    return texts;
  }

  /** Left out, it is as the configuration has it: who declares a server trusts it. */
  private static ApprovalRule approval(RequestFields item) throws Problem {
    Optional<JrsValue> value = item.value("require_approval");
    String path = item.at("require_approval");
    if (value.isEmpty()) {
      return ApprovalRule.NONE;
    }
    if (value.get() instanceof JrsString word) {
      return switch (word.asText()) {
        case "always" -> ApprovalRule.ALL;
        case "never" -> ApprovalRule.NONE;
        default -> throw Problem.invalid(path, "'" + path + "' must be always or never.");
      };
    }
    if (!(value.get() instanceof JrsObject)) {
      throw RequestFields.wrongType(path, "a text or an object", value.get());
    }
    RequestFields rule = item.child(path, value.get());
    Optional<RequestFields> always = rule.object("always");
    Optional<RequestFields> never = rule.object("never");
    return new ApprovalRule(
        never.isPresent() || always.isEmpty(),
        always.isPresent() ? Set.copyOf(names(always.get())) : Set.of(),
        never.isPresent() ? Set.copyOf(names(never.get())) : Set.of());
  }

  /**
   * Adds what comes with a route or an agent; what its caller may not use is left out, and so is
   * what has the name of one of the caller's own tools.
   *
   * @param name the model that is asked for
   */
  void add(String name, List<Tool> own) {
    Set<String> taken = new HashSet<>();
    own.forEach(tool -> taken.add(tool.name()));
    wishes.values().forEach(wish -> taken.add(wish.tool()));
    for (ToolSettings tool : agents.with(name)) {
      if (tool.terms().allows(caller)
          && taken.add(tool.name())
          && !wishes.containsKey(tool.name())) {
        wishes.put(tool.name(), ToolWish.of(tool.name()));
      }
    }
  }

  boolean isEmpty() {
    return wishes.isEmpty() && search.isEmpty();
  }

  /**
   * The name by which the model knows a tool that a request names.
   *
   * @param choice {@code {"type": "mcp", "server_label", "name"}}
   */
  Optional<String> chosen(RequestFields choice) throws Problem {
    String label = choice.requiredText("server_label");
    if (!wishes.containsKey(label)) {
      throw Problem.invalid(
          choice.at("server_label"),
          "'" + choice.at("server_label") + "' names no server of the request.");
    }
    return choice.text("name").map(name -> OwnTool.modelName(label, name));
  }

  /**
   * What is to be done of it.
   *
   * @param name the model that is asked for
   * @param mostCalls of tools, where the request says it
   * @param approved what its caller has agreed to
   * @param results whether the response has the passages that are found
   * @throws Problem 400 when it has agreed to what the request has no tool for
   */
  RunPlan plan(String name, OptionalInt mostCalls, List<ApprovedCall> approved, boolean results)
      throws Problem {
    for (ApprovedCall call : approved) {
      if (!wishes.containsKey(call.server())) {
        throw Problem.invalid(
            "tools",
            "'tools' has no server '" + call.server() + "', whose call is approved in 'input'.");
      }
    }
    return new RunPlan(
        List.copyOf(wishes.values()),
        agents.limits(name).withCalls(mostCalls),
        approved,
        search.isPresent() ? Optional.of(search.get().with(results).text()) : Optional.empty());
  }
}
