package dev.trefoil.chat;

import java.util.List;
import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param parts what is said, in order; may be empty
 */
public record Message(Role role, List<Part> parts) {
  public Message {
    Objects.requireNonNull(role, "role");
    parts = List.copyOf(parts);
  }

  /** A message of one text part. */
  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Part.Text(text)));
  }
}
