package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.PhaseStarted;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.provider.ChatListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Hands on what a target gives, within a bound and in whole characters: a character whose two
 * halves come in two pieces is joined, and half a one that stays alone becomes U+FFFD. For one
 * attempt.
 */
final class ReceivedAnswer implements ChatListener {
  private static final char REPLACEMENT = '\uFFFD';

  private final ChatListener next;
  private final long most;
  private long bytes;

  /** The first halves that wait for the second, by whose text they end. */
  private final Map<Source, Half> halves = new LinkedHashMap<>(0);

  /** What a piece is more of. */
  private record Source(Class<?> kind, int choice, int index) {
    static Source of(ChatEvent piece) {
      return switch (piece) {
        case TextDelta text -> new Source(piece.getClass(), text.choice(), 0);
        case ReasoningDelta thought -> new Source(piece.getClass(), thought.choice(), 0);
        case ReasoningSummaryDelta summary ->
            new Source(piece.getClass(), summary.choice(), summary.index());
        case RefusalDelta refusal -> new Source(piece.getClass(), refusal.choice(), 0);
        case ToolArgumentsDelta arguments ->
            new Source(piece.getClass(), arguments.choice(), arguments.index());
        default -> throw new IllegalArgumentException("not a piece of a text: " + piece);
      };
    }
  }

  private record Half(char first, ChatEvent piece) {}

  /** The answer is larger than the call may take. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(long most) {
      super("the answer takes more than " + most + " bytes");
    }
  }

  /**
   * @param most how many bytes the answer's texts may have together, as UTF-8
   */
  ReceivedAnswer(ChatListener next, long most) {
    this.next = next;
    this.most = most;
  }

  /**
   * @throws TooLargeException when it is too much
   */
  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta piece -> piece(piece, piece.text());
      case ReasoningDelta piece -> piece(piece, piece.text());
      case ReasoningSummaryDelta piece -> piece(piece, piece.text());
      case RefusalDelta piece -> piece(piece, piece.text());
      case ToolArgumentsDelta piece -> piece(piece, piece.text());
      case Logprobs logprobs -> {
        count(logprobs.json());
        next.onEvent(logprobs);
      }
      case NativeDelta beyond -> {
        count(beyond.value().json());
        next.onEvent(beyond);
      }
      case ToolCallStarted call -> {
        count(call.name());
        next.onEvent(call);
      }
      case ReasoningSigned signed -> {
        count(signed.signature().value());
        next.onEvent(signed);
      }
      case ReasoningRedacted thought -> {
        count(thought.data().value());
        next.onEvent(thought);
      }
      case PhaseStarted phase -> {
        count(phase.phase());
        next.onEvent(phase);
      }
      case ChoiceFinished finished -> {
        giveUp(half -> half.choice() == finished.choice());
        next.onEvent(finished);
      }
      case Finished finished -> {
        giveUp(half -> true);
        next.onEvent(finished);
      }
    }
  }

  @Override
  public void alive() {
    next.alive();
  }

  @Override
  public void onBurst(boolean goesOn) {
    next.onBurst(goesOn);
  }

  private void piece(ChatEvent piece, String text) {
    boolean whole = count(text);
    if (whole && halves.isEmpty()) {
      next.onEvent(piece);
    } else {
      mend(piece, text);
    }
  }

  /** Adds to what came; returns whether no character of the text lacks a half. */
  private boolean count(String text) {
    boolean whole = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else {
        bytes += 2; // Two halves are four bytes.
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (pair) {
          bytes += 2;
          i++;
        }
        whole &= pair;
      }
    }
    if (bytes > most) {
      throw new TooLargeException(most);
    }
    return whole;
  }

  private void mend(ChatEvent piece, String text) {
    Source source = Source.of(piece);
    Half before = halves.remove(source);
    String joined = before == null ? text : before.first() + text;
    StringBuilder whole = new StringBuilder(joined.length());
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (!Character.isSurrogate(c)) {
        whole.append(c);
      } else if (i + 1 < joined.length() && Character.isSurrogatePair(c, joined.charAt(i + 1))) {
        whole.append(c).append(joined.charAt(++i));
      } else if (Character.isHighSurrogate(c) && i + 1 == joined.length()) {
        halves.put(source, new Half(c, piece));
      } else {
        whole.append(REPLACEMENT);
      }
    }
    if (whole.isEmpty()) {
      next.alive();
    } else {
      next.onEvent(with(piece, whole.toString()));
    }
  }

  /** No more comes of these. */
  private void giveUp(Predicate<Source> these) {
    if (!halves.isEmpty()) {
      halves.forEach(
          (source, half) -> {
            if (these.test(source)) {
              next.onEvent(with(half.piece(), Character.toString(REPLACEMENT)));
            }
          });
      halves.keySet().removeIf(these);
    }
  }

  private static ChatEvent with(ChatEvent piece, String text) {
    return switch (piece) {
      case TextDelta delta -> new TextDelta(delta.choice(), text);
      case ReasoningDelta delta -> new ReasoningDelta(delta.choice(), text);
      case ReasoningSummaryDelta delta ->
          new ReasoningSummaryDelta(delta.choice(), delta.index(), text);
      case RefusalDelta delta -> new RefusalDelta(delta.choice(), text);
      case ToolArgumentsDelta delta -> new ToolArgumentsDelta(delta.choice(), delta.index(), text);
      default -> throw new IllegalArgumentException("not a piece of a text: " + piece);
    };
  }
}
