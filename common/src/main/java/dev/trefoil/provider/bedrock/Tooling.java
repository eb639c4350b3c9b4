package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tools the model is told of and whether it is to call them. Converse wants tools whenever
 * the conversation holds calls, offered or not.
 *
 * @param tools empty if none are needed
 * @param choice what Converse is told of it
 * @param oneAtATime whether the model is to call one at most
 * @param forbidden whether the tools are there for the history's sake, and a call is an error
 * @param forced whether the model must call a tool
 */
record Tooling(
    List<Tool> tools, ToolChoice choice, boolean oneAtATime, boolean forbidden, boolean forced) {
  private static final Tooling NONE =
      new Tooling(List.of(), new ToolChoice.Auto(), false, false, false);

  static Tooling of(ConverseInput asked, AnswerForm form) {
    boolean silent = asked.request().toolChoice() instanceof ToolChoice.None;
    List<Tool> offered = silent ? List.of() : asked.request().tools();
    if (form instanceof AnswerForm.ByTool(Tool answer)) {
      List<Tool> tools = new ArrayList<>(offered);
      tools.add(answer);
      return new Tooling(
          tools,
          offered.isEmpty() ? new ToolChoice.Named(answer.name()) : new ToolChoice.Required(),
          oneAtATime(asked, offered),
          false,
          true);
    }
    if (offered.isEmpty()) {
      return asked.hasCalls()
          ? new Tooling(remembered(asked), new ToolChoice.Auto(), false, true, false)
          : NONE;
    }
    ToolChoice choice = asked.request().toolChoice();
    return new Tooling(
        offered, choice, oneAtATime(asked, offered), false, !(choice instanceof ToolChoice.Auto));
  }

  private static boolean oneAtATime(ConverseInput asked, List<Tool> offered) {
    return !offered.isEmpty() && !asked.settings().parallelToolCalls().orElse(true);
  }

  /** The request's tools, and those that the conversation calls. */
  private static List<Tool> remembered(ConverseInput asked) {
    Map<String, Tool> tools = new LinkedHashMap<>();
    asked.request().tools().forEach(tool -> tools.put(tool.name(), tool));
    asked.conversation().formerTools().forEach(tool -> tools.putIfAbsent(tool.name(), tool));
    return List.copyOf(tools.values());
  }
}
