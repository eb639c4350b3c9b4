// What a client saw of one answer, in terms that fit all three protocols.
package dev.trefoil.emulators;

import java.util.List;

/**
 * An answer, as far as it came.
 *
 * @param ending how it ended
 * @param error the service's own name for the error, empty without one
 * @param retryAfterSeconds the hint, -1 without one
 * @param pieces the text of each event that had any; of a plain answer one piece
 * @param reason the service's own reason to stop, empty without one
 */
public record Seen(
    Ending ending, String error, int retryAfterSeconds, List<String> pieces, String reason) {

  /** How an answer ends. */
  public enum Ending {
    /** With everything that belongs to it. */
    WHOLE,
    /** As an error of the service's own. */
    ERROR,
    /** By a connection that was reset before an answer. */
    RESET,
    /** Never: no answer has begun. */
    SILENT,
    /** Never: an answer has begun. */
    STALLED,
    /** By a connection that was closed in the middle. */
    CUT,
    /** With something that no client can read. */
    BROKEN
  }

  /** An error. */
  public static Seen error(String code, int retryAfterSeconds) {
    return new Seen(Ending.ERROR, code, retryAfterSeconds, List.of(), "");
  }

  /** An answer, or the beginning of one. */
  public static Seen answer(Ending ending, List<String> pieces, String reason) {
    return new Seen(ending, "", -1, pieces, reason);
  }

  /** All text that came. */
  public String text() {
    return String.join("", pieces);
  }
}
