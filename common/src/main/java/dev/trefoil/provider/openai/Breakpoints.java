package dev.trefoil.provider.openai;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks of what will come again, where OpenAI takes them: each right after a text, an image, a
 * sound or a file of what is not the model's own; one after a tool's result goes into it. The
 * latest count, and OpenAI chooses them itself.
 */
final class Breakpoints {
  private Breakpoints() {}

  /** Most conversations have none, and are kept as they are. */
  static List<Message> placed(List<Message> messages) {
    if (!areIn(messages)) {
      return messages;
    }
    List<Message> placed = new ArrayList<>(messages.size());
    for (Message message : messages) {
      placed.add(
          message.withParts(
              message.role() == Role.ASSISTANT
                  ? unmarked(message.parts())
                  : borne(message.parts())));
    }
    return placed;
  }

  /** Whether there are any: then all content is written as lists, so that it stays what it was. */
  static boolean areIn(List<Message> messages) {
    return messages.stream().anyMatch(message -> marks(message.parts()));
  }

  private static boolean marks(List<Part> parts) {
    return parts.stream()
        .anyMatch(
            part ->
                part instanceof Part.CacheBreakpoint
                    || part instanceof Part.ToolResult result && marks(result.content()));
  }

  private static List<Part> unmarked(List<Part> parts) {
    return parts.stream().filter(part -> !(part instanceof Part.CacheBreakpoint)).toList();
  }

  private static List<Part> borne(List<Part> parts) {
    List<Part> borne = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (part instanceof Part.ToolResult(String id, List<Part> content, boolean failed)) {
        borne.add(new Part.ToolResult(id, borne(content), failed));
      } else if (!(part instanceof Part.CacheBreakpoint)) {
        borne.add(part);
      } else if (!borne.isEmpty()
          && borne.getLast() instanceof Part.ToolResult(var id, List<Part> content, var failed)) {
        List<Part> marked = new ArrayList<>(content);
        marked.add(part);
        borne.set(borne.size() - 1, new Part.ToolResult(id, borne(marked), failed));
      } else if (!borne.isEmpty() && bears(borne.getLast())) {
        borne.add(part);
      }
    }
    return borne;
  }

  private static boolean bears(Part part) {
    return part instanceof Part.Text
        || part instanceof Part.Image
        || part instanceof Part.Audio
        || part instanceof Part.File;
  }
}
