package dev.trefoil.schema;

import java.util.Optional;

/**
 * A schema in a service's form.
 *
 * @param schema as text; the caller's own text where nothing had to be changed
 * @param changed whether something had
 * @param exact whether all that holds to it also holds to the caller's, as far as the form goes
 * @param renaming the way back
 * @param note what the form has no place for, for the description of the tool; may be empty
 * @param optional how many members may be missing
 * @param unions how many values may be of several types
 * @param refusal why the schema cannot be put in the form; the rest says nothing then
 */
record Normalized(
    String schema,
    boolean changed,
    boolean exact,
    Renaming renaming,
    String note,
    int optional,
    int unions,
    Optional<String> refusal) {
  static Normalized refused(String why) {
    return new Normalized("", false, false, Renaming.NONE, "", 0, 0, Optional.of(why));
  }
}
