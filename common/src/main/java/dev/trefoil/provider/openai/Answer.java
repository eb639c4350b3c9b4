package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One answer, whole or chunk by chunk, in our words. {@code finish_reason} is the end mark. */
final class Answer {
  private final ChatListener listener;
  private final String model;
  private final int wanted;
  private final Map<Integer, AnswerChoice> choices = new TreeMap<>();
  private Usage usage = Usage.NONE;
  private Optional<String> serviceTier = Optional.empty();

  /**
   * @param model whose it is
   * @param wanted how many choices were asked for
   */
  Answer(ChatListener listener, String model, int wanted) {
    this.listener = listener;
    this.model = model;
    this.wanted = wanted;
  }

  void take(Chunk chunk) throws ProviderException {
    usage = chunk.usage().orElse(usage);
    serviceTier = chunk.serviceTier().or(() -> serviceTier);
    for (Chunk.Piece piece : chunk.choices()) {
      choices
          .computeIfAbsent(piece.index(), index -> new AnswerChoice(index, model, listener))
          .take(piece);
    }
  }

  /** Whether the listener has had anything of it. */
  boolean hasContent() {
    return choices.values().stream().anyMatch(AnswerChoice::hasContent);
  }

  /** Whether nothing more than the usage can be missing. */
  boolean isComplete() {
    return choices.size() >= wanted && hasEnded();
  }

  private boolean hasEnded() {
    return choices.containsKey(choices.size() - 1) // None is missing in between.
        && choices.values().stream().allMatch(AnswerChoice::hasEnded);
  }

  /** The service has marked the end of all of it. */
  void endMarked() {
    choices.values().forEach(AnswerChoice::endMarked);
  }

  /**
   * The service said no more. Fewer choices than were asked for are an answer: some servers give
   * one only.
   *
   * @throws ProviderException TRUNCATED if there was no end mark
   */
  void finish() throws ProviderException {
    if (!hasEnded()) {
      throw new ProviderException(Kind.TRUNCATED, "the answer ended without a finish_reason");
    }
    for (AnswerChoice choice : choices.values()) {
      choice.finish();
    }
    listener.onEvent(new ChatEvent.Finished(usage, serviceTier));
  }
}
