package dev.trefoil.provider;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Tool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A request's messages for services that keep the system text apart and want turns that alternate,
 * the user's first.
 *
 * <p>System messages keep their order among themselves wherever they stood. Neighbours of one role
 * become one turn with all their parts in order. Blank text is left out, since Converse refuses it.
 * Where the conversation would then lack a user turn that these services insist on (at its
 * beginning, or at its end if the caller's last word was blank), {@link #NO_TEXT} stands in: OpenAI
 * accepts such conversations, so refusing them would tell callers which cloud answers.
 *
 * <p>What tools gave back is the user's to say, so results and what the user says next are one
 * turn.
 *
 * @param system the system texts, in order, none blank
 * @param turns messages of the user and of the assistant in turn, a user's first; never empty, no
 *     blank text
 */
public record Conversation(List<String> system, List<Message> turns) {
  /** Stands for a user who said nothing, and for a text where a service insists on one. */
  public static final String NO_TEXT = "(no text)";

  /** Asks a model to go on with its own words; of Anthropic's migration guide to 4.6. */
  public static final String GO_ON = "Continue from where you left off.";

  public Conversation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
  }

  /** Sorts {@code messages} into system texts and turns. */
  public static Conversation of(List<Message> messages) {
    List<String> system = new ArrayList<>();
    List<Message> turns = new ArrayList<>();
    Role lastSpeaker = Role.USER;
    for (Message message : messages) {
      List<Part> parts = said(message.parts());
      if (message.role() == Role.SYSTEM) {
        parts.forEach(part -> system.add(text(part)));
        continue;
      }
      lastSpeaker = message.role() == Role.TOOL ? Role.USER : message.role();
      if (!parts.isEmpty()) {
        boolean whole = parts == message.parts() && lastSpeaker == message.role();
        append(turns, whole ? message : new Message(lastSpeaker, parts, message.phase()));
      }
    }
    if (turns.isEmpty() || turns.getFirst().role() != Role.USER) {
      turns.addFirst(Message.of(Role.USER, NO_TEXT));
    }
    if (lastSpeaker == Role.USER && turns.getLast().role() != Role.USER) {
      turns.add(Message.of(Role.USER, NO_TEXT));
    }
    return new Conversation(system, turns);
  }

  /** The tools that were called, of which only the names are known. */
  public List<Tool> formerTools() {
    Set<String> names = new LinkedHashSet<>();
    for (Message turn : turns) {
      for (Part part : turn.parts()) {
        if (part instanceof Part.ToolCall call) {
          names.add(call.name());
        }
      }
    }
    return names.stream().map(name -> new Tool(name, "", "{\"type\":\"object\"}", false)).toList();
  }

  /** Whether it is to go on after calls that its model did not think before, or not here. */
  public boolean answersUnthoughtCalls() {
    return turns.size() > 1
        && turns.getLast().parts().stream().anyMatch(Part.ToolResult.class::isInstance)
        && !isThought(turns.get(turns.size() - 2).parts().getFirst());
  }

  private static boolean isThought(Part part) {
    return part instanceof Part.Reasoning || part instanceof Part.RedactedReasoning;
  }

  private static void append(List<Message> turns, Message next) {
    if (turns.isEmpty() || turns.getLast().role() != next.role()) {
      turns.add(next);
      return;
    }
    List<Part> joined = new ArrayList<>(turns.removeLast().parts());
    joined.addAll(next.parts());
    turns.add(new Message(next.role(), joined));
  }

  /** Most histories have no blank text, and are not copied. */
  private static List<Part> said(List<Part> parts) {
    for (Part part : parts) {
      if (!says(part)) {
        return parts.stream().filter(Conversation::says).toList();
      }
    }
    return parts;
  }

  private static boolean says(Part part) {
    return !(part instanceof Part.Text text) || !text.text().isBlank();
  }

  private static String text(Part part) {
    if (part instanceof Part.Text text) {
      return text.text();
    }
    throw new IllegalArgumentException("a system message of other than text: " + part.getClass());
  }
}
