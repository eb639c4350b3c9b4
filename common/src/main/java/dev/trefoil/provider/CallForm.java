package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a service takes of tools' names and of the ids and arguments of their calls. What it does
 * not take is put in a form that it takes, which is always the same for the same: prefixes of
 * conversations stay what they were, and services' caches of them good.
 *
 * @param ids of calls
 * @param names of tools; all of letters, digits, {@code _} and {@code -} that begin with a letter
 *     or {@code _} and are no longer than {@code longestName}, and others
 * @param longestName in characters
 * @param objects whether arguments must be one JSON object, and not just any text
 */
public record CallForm(Pattern ids, Pattern names, int longestName, boolean objects) {
  /** Of a service whose calls have no ids. */
  public static final Pattern ANY = Pattern.compile("(?s).*");

  /**
   * A request in a service's form.
   *
   * @param request the caller's own where nothing had to be done
   */
  public record Fitted(ChatRequest request, CallNames names) {
    /** Gives on the events of the service's answer with the caller's names. */
    public ChatListener answering(ChatListener listener) {
      return names.isEmpty() ? listener : names.back(listener);
    }
  }

  /** The request in this form. */
  public Fitted fit(ChatRequest request) {
    CallNames named = CallNames.of(request, names, longestName);
    List<Message> messages = messages(request.messages(), named);
    if (named.isEmpty()) {
      boolean same = messages == request.messages();
      return new Fitted(same ? request : request.withMessages(messages), named);
    }
    List<Tool> tools = new ArrayList<>(request.tools().size());
    for (Tool tool : request.tools()) {
      tools.add(tool.withName(named.theirs(tool.name())));
    }
    ToolChoice choice =
        switch (request.toolChoice()) {
          case ToolChoice.Named(String tool) -> new ToolChoice.Named(named.theirs(tool));
          case ToolChoice.Allowed(boolean required, List<String> allowed) ->
              new ToolChoice.Allowed(required, allowed.stream().map(named::theirs).toList());
          case ToolChoice.Auto other -> other;
          case ToolChoice.None other -> other;
          case ToolChoice.Required other -> other;
        };
    return new Fitted(
        request.withMessages(messages).withTools(tools).withToolChoice(choice), named);
  }

  /** Most histories are kept as they are, and not copied. */
  private List<Message> messages(List<Message> messages, CallNames named) {
    List<Message> fitted = messages;
    for (int i = 0; i < messages.size(); i++) {
      Message message = message(messages.get(i), named);
      if (message != messages.get(i)) {
        if (fitted == messages) {
          fitted = new ArrayList<>(messages);
        }
        fitted.set(i, message);
      }
    }
    return fitted;
  }

  private Message message(Message message, CallNames named) {
    List<Part> fitted = message.parts();
    for (int i = 0; i < message.parts().size(); i++) {
      Part part = part(message.parts().get(i), named);
      if (part != message.parts().get(i)) {
        if (fitted == message.parts()) {
          fitted = new ArrayList<>(message.parts());
        }
        fitted.set(i, part);
      }
    }
    return fitted == message.parts() ? message : message.withParts(fitted);
  }

  private Part part(Part part, CallNames named) {
    if (part instanceof Part.ToolResult(String callId, List<Part> content, boolean failed)) {
      String id = CallIds.of(callId, ids);
      return id.equals(callId) ? part : new Part.ToolResult(id, content, failed);
    }
    if (!(part instanceof Part.ToolCall call)) {
      return part;
    }
    String id = CallIds.of(call.id(), ids);
    String name = named.theirs(call.name());
    String arguments = objects ? CallArguments.object(call.arguments()) : call.arguments();
    boolean same =
        id.equals(call.id()) && name.equals(call.name()) && arguments.equals(call.arguments());
    return same ? part : new Part.ToolCall(id, name, arguments, call.signature());
  }
}
