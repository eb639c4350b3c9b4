package dev.trefoil.provider.openai;

import java.util.regex.Pattern;

/** What servers of the one protocol differ in. */
public enum Dialect {
  /** OpenAI's own, also on Azure. */
  OPENAI("max_completion_tokens", true),
  /** Other servers: vLLM, Ollama, llama.cpp and the like. */
  COMPATIBLE("max_tokens", false);

  /**
   * OpenAI's reasoning models refuse the older {@code max_tokens}, also behind a proxy that puts
   * its own prefix before the name.
   */
  private static final Pattern REASONS = Pattern.compile("(?:.*/)?(?:gpt-[5-9]|o[1-9]).*");

  private final String tokenLimit;
  private final boolean refusals;

  Dialect(String tokenLimit, boolean refusals) {
    this.tokenLimit = tokenLimit;
    this.refusals = refusals;
  }

  /** The field that bounds an answer's tokens. */
  String tokenLimit(String model) {
    return REASONS.matcher(model).matches() ? OPENAI.tokenLimit : tokenLimit;
  }

  /** Whether an assistant's refusal has a field of its own; elsewhere it goes as its text. */
  boolean refusals() {
    return refusals;
  }
}
