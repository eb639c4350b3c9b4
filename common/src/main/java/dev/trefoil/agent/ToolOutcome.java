package dev.trefoil.agent;

/**
 * How a call of a tool ended.
 *
 * @param text what it gave, cut to size; or why it failed, for the model and for people
 * @param refused whether it was not made, since its arguments do not hold to the tool's schema
 */
public record ToolOutcome(String text, boolean failed, boolean refused) {
  /** How a call ended that was made, or could not be. */
  public ToolOutcome(String text, boolean failed) {
    this(text, failed, false);
  }

  /** A result. */
  static ToolOutcome of(String text) {
    return new ToolOutcome(text, false);
  }

  /** A failure. */
  static ToolOutcome failed(String why) {
    return new ToolOutcome(why, true);
  }

  /** A call that is not made, since its arguments are wrong. */
  static ToolOutcome refused(String mistakes) {
    return new ToolOutcome(
        "It was not called: its arguments do not hold to its schema. " + mistakes, true, true);
  }
}
