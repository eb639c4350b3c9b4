package dev.trefoil.fuzz;

import java.util.List;

/** An embedding model of each service and form, and what of OpenAI's requests it takes. */
enum Embedder {
  TITAN("bedrock/amazon.titan-embed-text-v2:0", false, List.of(256, 512, 1_024), 1_024),
  COHERE("bedrock/cohere.embed-v4:0", false, List.of(256, 512, 1_024, 1_536), 1_536),
  AZURE("azure/text-embedding-3-small", true, List.of(1, 7, 1_536), 1_536),
  OPENAI("openai/text-embedding-3-large", true, List.of(1, 256, 3_072), 3_072),
  VERTEX("vertex_ai/text-embedding-005", false, List.of(1, 256, 768), 768),
  GEMINI("vertex_ai/gemini-embedding-001", false, List.of(1, 768, 3_072), 3_072);

  private final String target;
  private final boolean tokens;
  private final List<Integer> lengths;
  private final int usual;

  Embedder(String target, boolean tokens, List<Integer> lengths, int usual) {
    this.target = target;
    this.tokens = tokens;
    this.lengths = lengths;
    this.usual = usual;
  }

  static Embedder any(int number) {
    return values()[number % values().length];
  }

  String target() {
    return target;
  }

  boolean takesTokens() {
    return tokens;
  }

  /** Whether it has one of a few lengths only. */
  boolean isOnBedrock() {
    return this == TITAN || this == COHERE;
  }

  /** Lengths of its vectors that can be asked for. */
  List<Integer> lengths() {
    return lengths;
  }

  /** Unless another is asked for. */
  int usualLength() {
    return usual;
  }
}
