package dev.trefoil.policy;

/** What becomes of a stream whose target dies after content was sent. */
public enum Recovery {
  /** Another target goes on from where it was cut. */
  CONTINUE,
  /** The stream ends with an error. */
  ERROR
}
