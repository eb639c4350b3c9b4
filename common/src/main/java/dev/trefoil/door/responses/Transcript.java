package dev.trefoil.door.responses;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A conversation in words, for a model that is to summarise it. */
final class Transcript {
  /** Of one text: of a long one the beginning says enough. */
  private static final int LONGEST_TEXT = 8_000;

  private Transcript() {}

  static String of(List<Message> messages) {
    StringBuilder all = new StringBuilder();
    messages.forEach(message -> all.append(line(message)));
    return all.toString();
  }

  /** The same text in pieces, in order, none of which ends within a character. */
  static List<String> pieces(String text, int mostCharacters) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + mostCharacters);
      to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static String line(Message message) {
    StringBuilder line = new StringBuilder();
    for (Part part : message.parts()) {
      String said = said(part);
      if (!said.isBlank()) {
        line.append(message.role().name().toLowerCase(Locale.ROOT))
            .append(": ")
            .append(said)
            .append('\n');
      }
    }
    return line.toString();
  }

  private static String said(Part part) {
    return switch (part) {
      case Part.Text text -> cut(text.text());
      case Part.Refusal refusal -> cut(refusal.text());
      case Part.ToolCall call -> "[calls " + call.name() + " with " + cut(call.arguments()) + "]";
      case Part.ToolResult result -> {
        StringBuilder all = new StringBuilder();
        result.content().forEach(one -> all.append(said(one)));
        yield (result.failed() ? "[failed] " : "") + all;
      }
      case Part.Image image -> "[an image]";
      case Part.Audio audio -> "[a sound]";
      case Part.File file -> "[the file " + file.name().orElse("without a name") + "]";
      case Part.Reasoning thought -> "";
      case Part.RedactedReasoning thought -> "";
      case Part.CacheBreakpoint mark -> "";
      case Part.NativePart beyond -> "";
    };
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " [cut]";
  }
}
