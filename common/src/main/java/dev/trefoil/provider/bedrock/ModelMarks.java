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
        event ->
            event instanceof ChatEvent.ReasoningSigned(int choice, Signature mark)
                ? new ChatEvent.ReasoningSigned(
                    choice, new Signature(Signature.BEDROCK, prefix(can) + mark.value()))
                : event);
  }

  /** The thought with the mark as the model gave it, if it is this model's. */
  static Optional<Part.Reasoning> own(Part.Reasoning thought, Capabilities can) {
    return thought
        .signature()
        .filter(mark -> mark.origin().equals(Signature.BEDROCK))
        .map(Signature::value)
        .filter(value -> value.startsWith(prefix(can)))
        .map(value -> new Signature(Signature.ANTHROPIC, value.substring(prefix(can).length())))
        .map(mark -> new Part.Reasoning(thought.text(), Optional.of(mark)));
  }

  private static String prefix(Capabilities can) {
    return can.family() + " ";
  }
}
