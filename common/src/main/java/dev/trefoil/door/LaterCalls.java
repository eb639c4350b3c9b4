package dev.trefoil.door;

import java.time.Instant;
import java.util.Optional;

/**
 * Calls that a worker answers later, whoever gives them to it: jobs over a queue. Each is its
 * caller's own. Used by many threads at once.
 */
public interface LaterCalls {
  /** How a call stands. */
  enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /**
   * A call that was submitted.
   *
   * @param answer what it was answered with; empty until then
   */
  record Later(State state, KeptCall.Chat call, Instant created, Optional<Answered> answer) {}

  /** An answer, which may be an error. */
  record Answered(int status, String body) {}

  /**
   * Submits a call; it is safe, and on its way, when this returns.
   *
   * @param id nobody else's: letters, digits and {@code _}
   * @param body the call as it was sent
   * @throws Problem 503 when it cannot be kept
   */
  void submit(String id, KeptCall call, byte[] body, CallInfo info) throws Problem;

  /**
   * How a call stands.
   *
   * @return empty where there is none of this caller's, or none any more
   * @throws Problem 503 when it cannot be known
   */
  Optional<Later> find(String id, CallInfo info) throws Problem;

  /**
   * Where a call stands, whatever it is.
   *
   * @return empty where there is none of this caller's, or none any more
   * @throws Problem 503 when it cannot be known
   */
  Optional<State> state(String id, CallInfo info) throws Problem;

  /**
   * Forgets a call that has ended, and its answer.
   *
   * @return whether there was one of this caller's
   * @throws Problem 503 when it cannot be done
   */
  boolean forget(String id, CallInfo info) throws Problem;
}
