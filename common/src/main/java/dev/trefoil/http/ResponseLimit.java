package dev.trefoil.http;

/**
 * What a door takes of a whole answer, in the form in which the platform carries it. The sink of
 * such a door buffers, and may be started again.
 *
 * @param door what the limit is of, for people
 * @param bytes the largest answer, in bytes of that form
 * @param form how many bytes an answer takes in it
 */
public record ResponseLimit(String door, long bytes, Form form) {

  /** The form in which a platform carries answers, such as JSON with the body as a text of it. */
  public interface Form {
    /** What status, headers and everything but the body take. */
    long head(int status, Headers headers);

    /** What a piece of the body takes. */
    long body(byte[] bytes, int offset, int length);
  }
}
