package dev.trefoil.job;

/** In which form a job's request is kept. */
enum RequestForm {
  /** The body as it was sent: what versions before kept, and what no door could read. */
  BODY,
  /** The vocabulary, see {@link CallText}: read at the door, and not again. */
  CALL
}
