package dev.trefoil.schema;

/** That a schema cannot be put in a form; thrown within this room only. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param why goes on from "the schema"
   */
  UnfitException(String why) {
    super(why);
  }
}
