// What the doctor says of one thing.
package dev.trefoil.deployment.doctor;

/** A finding. */
sealed interface Finding {
  /** In a sentence, what was found. */
  String what();

  /** It is as it should be. */
  record Fine(String what) implements Finding {}

  /** It may be meant; what follows from it is worth knowing. */
  record Note(String what, String mend) implements Finding {}

  /** It will not work. */
  record Fault(String what, String mend) implements Finding {}
}
