package dev.trefoil.attempt;

/** Which time ran out when an attempt was given up. */
public enum Limit {
  /** The target's own, until its first content. */
  FIRST_TOKEN("first-token"),
  /** The target's own, from one piece of content to the next. */
  STALL("stall"),
  /**
   * That of a target which was asked for the whole answer, since it was sure to be there sooner.
   */
  WHOLE("whole"),
  /** The part of the call's time that leaves the later targets theirs. */
  SHARE("share"),
  /** The whole call's. */
  DEADLINE("deadline");

  private final String word;

  Limit(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
