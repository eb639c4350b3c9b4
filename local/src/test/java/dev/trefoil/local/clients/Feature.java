package dev.trefoil.local.clients;

/** What a client is asked to do, each with the calls that a user of it would write. */
enum Feature {
  PLAIN("plain"),
  STREAM("stream"),
  TOOLS("tools"),
  STRUCTURED("structured"),
  IMAGE("image"),
  EMBEDDINGS("embeddings"),
  UNKNOWN_MODEL("unknownModel"),
  THROTTLED("throttled");

  private final String word;

  Feature(String word) {
    this.word = word;
  }

  /** As the programs under src/test/npm call it. */
  String word() {
    return word;
  }
}
