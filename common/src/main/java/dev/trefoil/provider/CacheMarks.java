package dev.trefoil.provider;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a prompt is marked as what will come again, as services of Claude's take such marks: each
 * on a block that can bear one, and the last four of them ("Prompt caching" in Anthropic's
 * documentation).
 */
public final class CacheMarks {
  private static final int MOST = 4;

  private int tooMany;

  private CacheMarks(int tooMany) {
    this.tooMany = tooMany;
  }

  /** A prompt whose marks the service takes. */
  public record Marked(List<Tool> tools, Conversation conversation) {}

  /**
   * @param fixed how many marks there are besides, which stay
   */
  public static Marked of(List<Tool> tools, Conversation conversation, int fixed) {
    List<Part> system = borne(conversation.system());
    List<Message> turns = new ArrayList<>(conversation.turns().size());
    int count = count(system) + fixed;
    for (Message turn : conversation.turns()) {
      List<Part> parts = borne(turn.parts());
      turns.add(parts == turn.parts() ? turn : turn.withParts(parts));
      count += count(parts);
    }
    for (Tool tool : tools) {
      count += tool.cache().isPresent() ? 1 : 0;
    }
    CacheMarks marks = new CacheMarks(count - MOST);
    if (marks.tooMany <= 0) {
      return new Marked(tools, new Conversation(system, turns));
    }
    // In the order in which models read.
    List<Tool> keptTools = new ArrayList<>(tools.size());
    for (Tool tool : tools) {
      boolean goes = tool.cache().isPresent() && marks.tooMany-- > 0;
      keptTools.add(goes ? tool.withCache(Optional.empty()) : tool);
    }
    List<Part> keptSystem = marks.last(system);
    turns.replaceAll(turn -> turn.withParts(marks.last(turn.parts())));
    return new Marked(keptTools, new Conversation(keptSystem, turns));
  }

  private List<Part> last(List<Part> parts) {
    List<Part> kept = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (part instanceof Part.ToolResult(String id, List<Part> content, boolean failed)) {
        kept.add(new Part.ToolResult(id, last(content), failed));
      } else if (!(part instanceof Part.CacheBreakpoint) || tooMany-- <= 0) {
        kept.add(part);
      }
    }
    return kept;
  }

  private static int count(List<Part> parts) {
    int count = 0;
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        count += count(result.content());
      }
      count += part instanceof Part.CacheBreakpoint ? 1 : 0;
    }
    return count;
  }

  /**
   * Without marks that come after no block or one that bears none, and with one mark a block. Most
   * lists are kept as they are, and not copied.
   */
  private static List<Part> borne(List<Part> parts) {
    List<Part> kept = null;
    boolean bears = false;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Part left = part;
      if (part instanceof Part.ToolResult(String id, List<Part> content, boolean failed)) {
        List<Part> inner = borne(content);
        left = inner == content ? part : new Part.ToolResult(id, inner, failed);
      }
      boolean goes = part instanceof Part.CacheBreakpoint && !bears;
      bears = bears(part);
      if (kept == null && (goes || left != part)) {
        kept = new ArrayList<>(parts.subList(0, i));
      }
      if (kept != null && !goes) {
        kept.add(left);
      }
    }
    return kept == null ? parts : kept;
  }

  private static boolean bears(Part part) {
    return switch (part) {
      case Part.Text(String text) -> !text.isBlank();
      case Part.Refusal(String text) -> !text.isBlank();
      case Part.NativePart(Native value) -> value.member().equals(Native.ITEM);
      case Part.Image image -> true;
      case Part.File file -> true;
      case Part.ToolCall call -> true;
      case Part.ToolResult result -> true;
      case Part.Audio sound -> false;
      case Part.Reasoning thought -> false;
      case Part.RedactedReasoning thought -> false;
      case Part.CacheBreakpoint breakpoint -> false;
    };
  }
}
