package dev.trefoil.fuzz;

/** A model of each service, and what of OpenAI's requests it takes, by the mapping tables. */
enum Subject {
  BEDROCK("bedrock/us.anthropic.claude-sonnet-4-6", true, false),
  AZURE("azure/gpt-4.1", false, true),
  VERTEX("vertex_ai/gemini-3.5-flash", false, false),
  OPENAI("openai/qwen3", false, true),
  ANTHROPIC("anthropic/claude-sonnet-4-6", true, false);

  private final String target;
  private final boolean claude;
  private final boolean openAi;

  Subject(String target, boolean claude, boolean openAi) {
    this.target = target;
    this.claude = claude;
    this.openAi = openAi;
  }

  String target() {
    return target;
  }

  /** One answer, temperature to 1 and without top_p, no penalties, no probabilities. */
  boolean isClaude() {
    return claude;
  }

  /** Speaks OpenAI's own format. */
  boolean isOpenAi() {
    return openAi;
  }

  boolean isGemini() {
    return !claude && !openAi;
  }

  boolean hears() {
    return this == VERTEX || this == OPENAI;
  }

  /** Is told how hard to think. */
  boolean thinks() {
    return this != AZURE;
  }
}
