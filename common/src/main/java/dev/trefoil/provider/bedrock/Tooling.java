package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tools the model is told of and whether it is to call them. Converse wants tools whenever
 * the conversation holds calls, offered or not.
 *
 * @param tools empty if none are needed
 * @param choice what Converse is told of it
 * @param oneAtATime whether the model is to call one at most
 * @param forbidden whether the tools are there for the history's sake, and a call is an error
 * @param forcedBy the field by which the model must call a tool, if it must
 */
record Tooling(
    List<Tool> tools,
    ToolChoice choice,
    boolean oneAtATime,
    boolean forbidden,
    Optional<String> forcedBy) {
  private static final Tooling NONE =
      new Tooling(List.of(), new ToolChoice.Auto(), false, false, Optional.empty());

  static Tooling of(ConverseInput asked, AnswerForm form) throws ProviderException {
    boolean silent = asked.request().toolChoice() instanceof ToolChoice.None;
    List<Tool> offered = silent ? List.of() : asked.request().tools();
    if (!asked.can().tools()) {
      return without(asked, offered);
    }
    if (form instanceof AnswerForm.ByTool(Tool answer)) {
      List<Tool> tools = new ArrayList<>(offered);
      tools.add(answer);
      return new Tooling(
          tools,
          offered.isEmpty() ? new ToolChoice.Named(answer.name()) : new ToolChoice.Required(),
          oneAtATime(asked, offered),
          false,
          Optional.of("response_format"));
    }
    if (offered.isEmpty()) {
      return asked.hasCalls()
          ? new Tooling(remembered(asked), new ToolChoice.Auto(), false, true, Optional.empty())
          : NONE;
    }
    ToolChoice choice = asked.request().toolChoice();
    return new Tooling(
        offered,
        choice,
        oneAtATime(asked, offered),
        false,
        choice instanceof ToolChoice.Auto ? Optional.empty() : Optional.of("tool_choice"));
  }

  private static Tooling without(ConverseInput asked, List<Tool> offered) throws ProviderException {
    if (!offered.isEmpty()) {
      throw ConverseInput.refused("tools", "the model calls no tools");
    }
    if (asked.hasCalls()) {
      throw ConverseInput.refused(
          "messages", "the model knows no tools, and the conversation has calls");
    }
    return NONE;
  }

  private static boolean oneAtATime(ConverseInput asked, List<Tool> offered)
      throws ProviderException {
    if (offered.isEmpty() || asked.settings().parallelToolCalls().orElse(true)) {
      return false;
    }
    if (asked.claude().isEmpty()) {
      throw ConverseInput.refused("parallel_tool_calls", "on Bedrock only Claude can be told so");
    }
    return true;
  }

  /**
   * The request's tools, and those that the conversation calls, of which only the name is known.
   */
  private static List<Tool> remembered(ConverseInput asked) {
    Map<String, Tool> tools = new LinkedHashMap<>();
    asked.request().tools().forEach(tool -> tools.put(tool.name(), tool));
    asked.conversation().turns().stream()
        .flatMap(turn -> turn.parts().stream())
        .forEach(
            part -> {
              if (part instanceof Part.ToolCall call) {
                tools.putIfAbsent(
                    call.name(), new Tool(call.name(), "", "{\"type\":\"object\"}", false));
              }
            });
    return List.copyOf(tools.values());
  }
}
