package dev.trefoil.conversation;

/** One thing that was said, done or thought in a turn. */
public sealed interface Item {
  /** By which it is referred to. */
  String id();

  /**
   * It itself.
   *
   * @param json an object, which only those read who wrote it
   */
  record Whole(String id, String json) implements Item {}

  /**
   * One of another turn, which was said again by its id. It is kept once, where it was said first.
   *
   * @param of the turn that has it
   */
  record Reference(String id, TurnKey of) implements Item {}
}
