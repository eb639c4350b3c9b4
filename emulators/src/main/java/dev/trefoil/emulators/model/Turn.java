// A message of a conversation as far as the echo is concerned.
package dev.trefoil.emulators.model;

/**
 * One message.
 *
 * @param role whose it is
 * @param text all its text, in order, joined without anything between
 */
public record Turn(Role role, String text) {

  /** Whose a message is. */
  public enum Role {
    /** Instructions: counted, never echoed. */
    OTHER,
    /** The person's. */
    USER,
    /** The model's own. */
    MODEL,
    /** What one tool returned. Where a user message has text beside results, that follows them. */
    TOOL
  }
}
