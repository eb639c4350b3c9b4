package dev.trefoil.chat;

/** Who speaks in a {@link Message}. */
public enum Role {
  /** Instructions; OpenAI's {@code system} and {@code developer} roles. May stand anywhere. */
  SYSTEM,
  USER,
  ASSISTANT,
  /** What a tool gave back. */
  TOOL
}
