package dev.trefoil.provider.openai;

import dev.trefoil.provider.CallForm;
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
  private final boolean openAi;
  private final CallForm calls;
  private final CallForm responseCalls;

  Dialect(String tokenLimit, boolean openAi) {
    this.tokenLimit = tokenLimit;
    this.openAi = openAi;
    // OpenAI refuses ids of more than 40 characters (string_above_max_length) and takes arguments
    // of any form; vLLM and llama.cpp read them, and fail.
    this.calls =
        new CallForm(
            Pattern.compile("[A-Za-z0-9_-]{1,40}"),
            Pattern.compile("[a-zA-Z0-9_-]{1,64}"),
            64,
            !openAi);
    this.responseCalls =
        new CallForm(
            Pattern.compile("[A-Za-z0-9_-]{1,64}"),
            Pattern.compile("[a-zA-Z0-9_-]{1,64}"),
            64,
            !openAi);
  }

  /** The field that bounds an answer's tokens. */
  String tokenLimit(String model) {
    return REASONS.matcher(model).matches() ? OPENAI.tokenLimit : tokenLimit;
  }

  /** Whether an assistant's refusal has a field of its own; elsewhere it goes as its text. */
  boolean refusals() {
    return openAi;
  }

  /** Whether what a model thought before its calls goes back to it. */
  boolean thoughts() {
    return !openAi;
  }

  /** Whether a conversation must have words of a user, or a model's template fails. */
  boolean wantsUser() {
    return !openAi;
  }

  /** What chat completions take of tool calls. */
  CallForm calls() {
    return calls;
  }

  /** What Responses take of tool calls. */
  CallForm responseCalls() {
    return responseCalls;
  }

  /**
   * Whether what a model thought is asked for in a form that goes back to it. Others refuse to be
   * asked, or have none.
   */
  boolean encryptsThoughts() {
    return openAi;
  }

  /** Who gives instructions in Responses; other servers know no developer. */
  String instructor() {
    return openAi ? "developer" : "system";
  }
}
