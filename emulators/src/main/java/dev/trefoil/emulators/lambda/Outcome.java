package dev.trefoil.emulators.lambda;

/** What became of an invocation, as its caller is told. */
public sealed interface Outcome {
  /** A whole answer. */
  record Whole(byte[] payload) implements Outcome {}

  /** An answer in chunks that came to its end. */
  record Streamed(StreamedAnswer answer) implements Outcome {}

  /**
   * An answer in chunks with an error at its end: "Lambda treats this as a successful response and
   * forwards the error metadata that the runtime provides to the client".
   *
   * @param body decoded
   */
  record StreamedUntilError(StreamedAnswer answer, String type, String body) implements Outcome {}

  /**
   * No answer, or one that the platform did not take.
   *
   * @param type as the platform counts it
   */
  record Failed(String type, String body) implements Outcome {}
}
