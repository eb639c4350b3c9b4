package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.Claude;
import java.util.Optional;

/**
 * Marks on what models other than Claude think on Bedrock, such as the encrypted reasoning of
 * OpenAI's: each names its model's family, and only a model of that family gets it back.
 */
final class ModelMarks {
  private ModelMarks() {}

  /** Gives on an answer's events, with marks that say whose they are. */
  static ChatListener labelled(ChatListener listener, String model, Capabilities can) {
    if (Claude.of(can.family(), model).isPresent()) {
      return listener;
    }
    return listener.changing(
        event -> {
          if (event instanceof ChatEvent.ReasoningSigned(int choice, Signature mark)) {
            return new ChatEvent.ReasoningSigned(choice, labelled(mark, can));
          }
          return event instanceof ChatEvent.ReasoningRedacted(int choice, Signature data)
              ? new ChatEvent.ReasoningRedacted(choice, labelled(data, can))
              : event;
        });
  }

  private static Signature labelled(Signature mark, Capabilities can) {
    return new Signature(Signature.BEDROCK, prefix(can) + mark.value());
  }

  /** The thought with the mark as the model gave it, if it is this model's. */
  static Optional<Part> own(Part.Reasoning thought, Capabilities can) {
    return thought
        .signature()
        .flatMap(mark -> own(mark, can))
        .map(mark -> new Part.Reasoning(thought.text(), Optional.of(mark)));
  }

  /** As above, of a thought that only the model can read. */
  static Optional<Part> own(Part.RedactedReasoning thought, Capabilities can) {
    return own(thought.data(), can).map(Part.RedactedReasoning::new);
  }

  private static Optional<Signature> own(Signature mark, Capabilities can) {
    return Optional.of(mark)
        .filter(it -> it.origin().equals(Signature.BEDROCK))
        .map(Signature::value)
        .filter(value -> value.startsWith(prefix(can)))
        .map(value -> new Signature(Signature.ANTHROPIC, value.substring(prefix(can).length())));
  }

  private static String prefix(Capabilities can) {
    return can.family() + " ";
  }
}
