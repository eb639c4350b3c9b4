package dev.trefoil.provider.openai;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.provider.Conversation;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as chat completions take it: a tool's result holds text only there, so its images
 * and files come from the user, right after the turn's results.
 */
final class History {
  /** Stands for a result that has images alone. */
  private static final String IMAGES = "(images, in the message after the results)";

  /** Stands for one that has no text. */
  private static final String FILES = "(files, in the message after the results)";

  private History() {}

  /** Most histories are kept as they are, and not copied. */
  static List<Message> of(List<Message> messages, Dialect dialect) {
    boolean silent =
        dialect.wantsUser() && messages.stream().noneMatch(it -> it.role() == Role.USER);
    if (!silent && messages.stream().noneMatch(History::hasMedia)) {
      return messages;
    }
    List<Message> history = new ArrayList<>(messages.size() + 1);
    List<Part> images = new ArrayList<>();
    for (Message message : messages) {
      if (message.role() != Role.TOOL) {
        show(images, history);
      }
      if (silent && message.role() != Role.SYSTEM) {
        history.add(Message.of(Role.USER, Conversation.NO_TEXT));
        silent = false;
      }
      history.add(hasMedia(message) ? apart(message, images) : message);
    }
    show(images, history);
    if (silent) {
      history.add(Message.of(Role.USER, Conversation.NO_TEXT));
    }
    return history;
  }

  private static boolean isMedia(Part part) {
    return part instanceof Part.Image || part instanceof Part.File;
  }

  private static boolean hasMedia(Message message) {
    return message.role() == Role.TOOL
        && message.parts().stream()
            .anyMatch(
                part ->
                    part instanceof Part.ToolResult result
                        && result.content().stream().anyMatch(History::isMedia));
  }

  /**
   * The results without their images and files, which are added to those that the user is to show.
   */
  private static Message apart(Message message, List<Part> images) {
    List<Part> results = new ArrayList<>(message.parts().size());
    for (Part part : message.parts()) {
      if (!(part instanceof Part.ToolResult(String callId, List<Part> content, boolean failed))) {
        results.add(part);
        continue;
      }
      List<Part> texts = new ArrayList<>();
      for (Part given : content) {
        if (isMedia(given)) {
          images.add(new Part.Text("What the tool call " + callId + " gave back:"));
          images.add(given);
        } else {
          texts.add(given);
        }
      }
      if (texts.stream().allMatch(Part.CacheBreakpoint.class::isInstance)) {
        boolean file = content.stream().anyMatch(Part.File.class::isInstance);
        texts.addFirst(new Part.Text(file ? FILES : IMAGES));
      }
      results.add(new Part.ToolResult(callId, texts, failed));
    }
    return new Message(Role.TOOL, results);
  }

  private static void show(List<Part> images, List<Message> history) {
    if (!images.isEmpty()) {
      history.add(new Message(Role.USER, images));
      images.clear();
    }
  }
}
