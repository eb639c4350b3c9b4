package dev.trefoil.agent;

/**
 * A call that a run asked about before, and that its caller has agreed to.
 *
 * @param request the id of the question
 * @param server the label of what has the tool
 * @param arguments as the model wrote them
 */
public record ApprovedCall(String request, String server, String name, String arguments) {
  /** What the model knows the tool by. */
  public String modelName() {
    return OwnTool.modelName(server, name);
  }
}
