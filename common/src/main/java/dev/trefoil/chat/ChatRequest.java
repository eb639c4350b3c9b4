package dev.trefoil.chat;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is asked of a model, whichever it will be.
 *
 * @param messages the conversation, never empty
 * @param tools what the model may call
 * @param toolChoice whether it is to
 * @param format the form of the answer's text
 * @param settings sampling and bounds
 * @param extras the request's other fields by name, each a JSON value as text: a service that
 *     speaks OpenAI's format and knows a field gets it as it is, every other drops it
 * @param natives the request's members that only one protocol knows, such as tools that run at its
 *     services: one of that protocol gets them, every other drops them
 * @param stream whether the answer is wanted piece by piece
 */
public record ChatRequest(
    List<Message> messages,
    List<Tool> tools,
    ToolChoice toolChoice,
    ResponseFormat format,
    Settings settings,
    Map<String, String> extras,
    List<Native> natives,
    boolean stream) {
  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    extras = Map.copyOf(extras);
    natives = List.copyOf(natives);
    Objects.requireNonNull(toolChoice, "toolChoice");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(settings, "settings");
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages is empty");
    }
  }

  /** A request that every protocol can say. */
  public ChatRequest(
      List<Message> messages,
      List<Tool> tools,
      ToolChoice toolChoice,
      ResponseFormat format,
      Settings settings,
      Map<String, String> extras,
      boolean stream) {
    this(messages, tools, toolChoice, format, settings, extras, List.of(), stream);
  }

  /** A request of messages and settings, with no tools and no wish for a form. */
  public ChatRequest(List<Message> messages, Settings settings, boolean stream) {
    this(
        messages,
        List.of(),
        new ToolChoice.Auto(),
        new ResponseFormat.Text(),
        settings,
        Map.of(),
        stream);
  }

  /** The same request with another conversation. */
  public ChatRequest withMessages(List<Message> other) {
    return new ChatRequest(other, tools, toolChoice, format, settings, extras, natives, stream);
  }

  /** The same request with its answer in another form. */
  public ChatRequest withFormat(ResponseFormat other) {
    return new ChatRequest(messages, tools, toolChoice, other, settings, extras, natives, stream);
  }

  /** The same request with other settings. */
  public ChatRequest withSettings(Settings other) {
    return new ChatRequest(messages, tools, toolChoice, format, other, extras, natives, stream);
  }

  /** The same request with its answer piece by piece, or whole. */
  public ChatRequest withStream(boolean other) {
    return new ChatRequest(messages, tools, toolChoice, format, settings, extras, natives, other);
  }

  /** The same request with other tools. */
  public ChatRequest withTools(List<Tool> other) {
    return new ChatRequest(messages, other, toolChoice, format, settings, extras, natives, stream);
  }

  /** The same request with other fields that have no word here. */
  public ChatRequest withExtras(Map<String, String> other) {
    return new ChatRequest(messages, tools, toolChoice, format, settings, other, natives, stream);
  }

  /** The same request with another wish for calls. */
  public ChatRequest withToolChoice(ToolChoice other) {
    return new ChatRequest(messages, tools, other, format, settings, extras, natives, stream);
  }

  /** The same request with other members of one protocol. */
  public ChatRequest withNatives(List<Native> other) {
    return new ChatRequest(messages, tools, toolChoice, format, settings, extras, other, stream);
  }

  /**
   * The same request for a service that cannot be told of tools that are not to be called: without
   * them.
   */
  public ChatRequest withAllowedTools() {
    if (!(toolChoice instanceof ToolChoice.Allowed(boolean required, List<String> names))) {
      return this;
    }
    return withTools(tools.stream().filter(tool -> names.contains(tool.name())).toList())
        .withToolChoice(required ? new ToolChoice.Required() : new ToolChoice.Auto());
  }
}
