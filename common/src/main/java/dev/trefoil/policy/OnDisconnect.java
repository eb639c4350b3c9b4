package dev.trefoil.policy;

/** What becomes of an answer whose caller has left. */
public enum OnDisconnect {
  /** The service is told to stop; what it had used by then is not known. */
  CANCEL,
  /** The answer is read to its end, so that the log has what was used. */
  DRAIN
}
