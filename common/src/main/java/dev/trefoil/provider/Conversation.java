package dev.trefoil.provider;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
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
 * <p>System messages at the beginning are kept apart. One that comes later stays where it is, since
 * a prompt that begins as the one before is what services keep: as a turn of its own where the
 * model takes it, otherwise as the user's words. Neighbours of one role become one turn with all
 * their parts in order. Blank text is left out, since Converse refuses it. Where the conversation
 * would then lack a user turn that these services insist on (at its beginning, or at its end if the
 * caller's last word was blank), {@link #NO_TEXT} stands in: OpenAI accepts such conversations, so
 * refusing them would tell callers which cloud answers.
 *
 * <p>What tools gave back is the user's to say, so results and what the user says next are one
 * turn.
 *
 * @param system the texts of the system messages at the beginning, in order, none blank, with the
 *     marks after them
 * @param turns messages of the user and of the assistant in turn, a user's first; never empty, no
 *     blank text. A system message comes after one of the user's, where the model takes it
 */
public record Conversation(List<Part> system, List<Message> turns) {
  /** Stands for a user who said nothing, and for a text where a service insists on one. */
  public static final String NO_TEXT = "(no text)";

  /** Asks a model to go on with its own words; of Anthropic's migration guide to 4.6. */
  public static final String GO_ON = "Continue from where you left off.";

  public Conversation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
  }

  /** For a model that takes instructions at the beginning alone. */
  public static Conversation of(List<Message> messages) {
    return of(messages, false);
  }

  /**
   * Sorts {@code messages} into system texts and turns.
   *
   * @param takesLaterSystem whether the model takes a system message after one of the user's
   */
  public static Conversation of(List<Message> messages, boolean takesLaterSystem) {
    List<Part> system = new ArrayList<>();
    List<Message> turns = new ArrayList<>();
    Role lastSpeaker = Role.USER;
    for (Message message : messages) {
      List<Part> parts = said(message.parts());
      if (message.role() == Role.SYSTEM && turns.isEmpty()) {
        system.addAll(parts);
        continue;
      }
      Role speaker = speaker(message.role(), turns, takesLaterSystem);
      lastSpeaker = speaker == Role.ASSISTANT ? Role.ASSISTANT : Role.USER;
      if (!parts.isEmpty()) {
        boolean whole = parts == message.parts() && speaker == message.role();
        append(turns, whole ? message : new Message(speaker, parts, message.phase()));
      }
    }
    if (turns.isEmpty() || turns.getFirst().role() != Role.USER) {
      turns.addFirst(Message.of(Role.USER, NO_TEXT));
    }
    if (lastSpeaker == Role.USER && turns.getLast().role() == Role.ASSISTANT) {
      turns.add(Message.of(Role.USER, NO_TEXT));
    }
    return new Conversation(system, turns);
  }

  private static Role speaker(Role role, List<Message> turns, boolean takesLaterSystem) {
    return switch (role) {
      case ASSISTANT -> Role.ASSISTANT;
      case USER, TOOL -> Role.USER;
      case SYSTEM ->
          takesLaterSystem && turns.getLast().role() != Role.ASSISTANT ? Role.SYSTEM : Role.USER;
    };
  }

  /** The system texts alone. */
  public List<String> systemTexts() {
    return system.stream().filter(Part.Text.class::isInstance).map(Conversation::text).toList();
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
    int last = turns.size() - 1;
    while (turns.get(last).role() == Role.SYSTEM) {
      last--;
    }
    return last > 0
        && turns.get(last).parts().stream().anyMatch(Part.ToolResult.class::isInstance)
        && !isThought(turns.get(last - 1).parts().getFirst());
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

  /** Most histories have no blank text, and are not copied. Marks alone say nothing. */
  private static List<Part> said(List<Part> parts) {
    List<Part> said = parts;
    for (Part part : parts) {
      if (!says(part)) {
        said = parts.stream().filter(Conversation::says).toList();
        break;
      }
    }
    return said.stream().allMatch(Conversation::isMark) ? List.of() : said;
  }

  private static boolean isMark(Part part) {
    return part instanceof Part.CacheBreakpoint
        || part instanceof Part.NativePart(Native value) && !value.member().equals(Native.ITEM);
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
