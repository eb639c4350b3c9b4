package dev.trefoil.gateway;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was said in a call, for telemetry alone and where a deployment says so: never to be logged.
 * Only so much of it is kept: the last turns, and the beginning of each long text.
 *
 * @param asked in the order of the request
 * @param answered by choice
 */
public record CallContents(List<Turn> asked, List<Turn> answered) {
  /** How many characters of one text are kept. */
  static final int MOST_OF_A_TEXT = 4_096;

  /** How many turns of a request are kept, and how many pieces of a turn. */
  static final int MOST_TURNS = 16;

  /** What a text that was cut ends with. */
  private static final String CUT = "…";

  public CallContents {
    asked = List.copyOf(asked);
    answered = List.copyOf(answered);
  }

  /**
   * One turn.
   *
   * @param role system, user, assistant or tool
   * @param finish why the model stopped; empty of what was asked
   */
  public record Turn(String role, List<Piece> pieces, Optional<FinishReason> finish) {
    public Turn {
      pieces = List.copyOf(pieces);
    }
  }

  /** A piece of a turn. */
  public sealed interface Piece {}

  /** Plain text. */
  public record Text(String text) implements Piece {}

  /** A tool that the model calls. */
  public record ToolCall(String id, String name, String arguments) implements Piece {}

  /** What a tool gave back. */
  public record ToolResult(String callId, String text) implements Piece {}

  /** Something else, by its kind alone: {@code image}, {@code reasoning}. */
  public record Other(String kind) implements Piece {}

  /** What a request says. */
  static List<Turn> of(ChatRequest request) {
    List<Message> messages = request.messages();
    List<Turn> turns = new ArrayList<>();
    boolean cut = messages.size() > MOST_TURNS;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      // Instructions stand first, and say what the rest is about.
      if (!cut || i >= messages.size() - MOST_TURNS || message.role() == Role.SYSTEM && i == 0) {
        turns.add(turn(message));
      }
    }
    return turns;
  }

  private static Turn turn(Message message) {
    return new Turn(
        message.role().name().toLowerCase(Locale.ROOT),
        message.parts().stream().limit(MOST_TURNS).map(CallContents::piece).toList(),
        Optional.empty());
  }

  private static Piece piece(Part part) {
    return switch (part) {
      case Part.Text text -> new Text(cut(text.text()));
      case Part.Refusal refusal -> new Text(cut(refusal.text()));
      case Part.ToolCall call -> new ToolCall(call.id(), call.name(), cut(call.arguments()));
      case Part.ToolResult result -> new ToolResult(result.callId(), cut(text(result.content())));
      case Part.Image image -> new Other("image");
      case Part.Audio audio -> new Other("audio");
      case Part.File file -> new Other("file");
      case Part.Reasoning reasoning -> new Other("reasoning");
      case Part.RedactedReasoning redacted -> new Other("reasoning");
      case Part.CacheBreakpoint mark -> new Other("cache_breakpoint");
      case Part.NativePart beyond -> new Other("native");
    };
  }

  private static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text(String more) && text.length() <= MOST_OF_A_TEXT) {
        text.append(more, 0, Math.min(more.length(), MOST_OF_A_TEXT + 1));
      }
    }
    return text.toString();
  }

  static String cut(String text) {
    return text.length() <= MOST_OF_A_TEXT ? text : text.substring(0, MOST_OF_A_TEXT) + CUT;
  }
}
