package dev.trefoil.chat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

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

  /** The text of all text parts, joined as they are. */
  public String text() {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Part.Text(String text) -> text;
                })
        .collect(Collectors.joining());
  }
}
