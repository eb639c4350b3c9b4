package dev.trefoil.agent;

import dev.trefoil.chat.Tool;

/**
 * One tool that Trefoil calls.
 *
 * @param server the label of what has it: an MCP server's, or its own where it stands alone
 * @param name as its server knows it
 * @param description for the model; may be empty
 * @param schema of its arguments: a JSON Schema of type object, as text
 * @param idempotent whether a call may be made again when it is not known whether it was made
 */
public record OwnTool(
    String server, String name, String description, String schema, boolean idempotent) {

  /** What the model knows it by. */
  public String modelName() {
    return modelName(server, name);
  }

  /** What a model knows a tool by. */
  public static String modelName(String server, String name) {
    return server.equals(name) ? name : server + Tool.Namespace.SEPARATOR + name;
  }

  /**
   * The same of what a caller calls by another name.
   *
   * @param alone whether it is a tool without a server, whose name then is the label
   */
  OwnTool of(String label, boolean alone) {
    return new OwnTool(label, alone ? label : name, description, schema, idempotent);
  }

  /** As the model is told of it. */
  Tool tool() {
    return new Tool(modelName(), description, schema, false);
  }
}
