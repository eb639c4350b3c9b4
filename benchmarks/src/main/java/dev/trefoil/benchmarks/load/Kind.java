// Which of the canned answers a call asks for.
package dev.trefoil.benchmarks.load;

/** A kind of call. */
enum Kind {
  PLAIN("plain"),
  STREAMED("streamed"),

  /** Plain to the caller; a gateway that can asks the service for a stream, to see it write. */
  STREAMED_INSIDE("plain, streamed inside");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** As the table says it. */
  String words() {
    return words;
  }

  boolean isStream() {
    return this == STREAMED;
  }
}
