package dev.trefoil.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param parts what is said, in order; may be empty
 * @param phase of an assistant's turn: {@code commentary} for what is said on the way, {@code
 *     final_answer} for the answer, where a service tells them apart
 */
public record Message(Role role, List<Part> parts, Optional<String> phase) {
  public Message {
    Objects.requireNonNull(role, "role");
    parts = List.copyOf(parts);
    Objects.requireNonNull(phase, "phase");
  }

  /** Of no phase that is known. */
  public Message(Role role, List<Part> parts) {
    this(role, parts, Optional.empty());
  }

  /** The same turn with other parts. */
  public Message withParts(List<Part> other) {
    return new Message(role, other, phase);
  }

  /** A message of one text part. */
  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Part.Text(text)));
  }
}
