package dev.trefoil.provider.openai;

import dev.trefoil.provider.CallForm;
import dev.trefoil.provider.Gpt;
import java.util.regex.Pattern;

/** What servers of the one protocol differ in. */
public enum Dialect {
  /** OpenAI's own, also on Azure. */
  OPENAI("max_completion_tokens", true),
  /** Other servers: vLLM, Ollama, llama.cpp and the like, and Vertex AI. */
  COMPATIBLE("max_tokens", false),
  /** GPT on Amazon Bedrock's runtime. */
  BEDROCK("max_completion_tokens", true),
  /** GPT on Amazon Bedrock's other endpoint, bedrock-mantle. */
  MANTLE("max_completion_tokens", true);

  /**
   * OpenAI's reasoning models refuse the older {@code max_tokens}, also behind a proxy that puts
   * its own prefix before the name.
   */
  private static final Pattern REASONS = Pattern.compile("(?:.*/)?(?:gpt-[5-9]|o[1-9]).*");

  /** What bedrock-mantle serves where OpenAI's own clients look for it (aws-samples, as below). */
  private static final Pattern OPENAI_PATH =
      Pattern.compile("(?:openai\\.gpt-\\d|google\\.gemma-4|xai\\.).*");

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

  /** Models of other makers, at a service that has GPT too. */
  Dialect of(String model) {
    return isAws() && !Gpt.isOnBedrock(model) ? COMPATIBLE : this;
  }

  private boolean isAws() {
    return this == BEDROCK || this == MANTLE;
  }

  /** What comes between a service's address and the operation's name, by the model. */
  String path(String model) {
    if (this != MANTLE) {
      return "";
    }
    return OPENAI_PATH.matcher(model).matches() ? "/openai/v1" : "/v1";
  }

  /** Whether there are embeddings by this protocol. */
  boolean embeds() {
    return !isAws();
  }

  /**
   * Whether the service runs tools of its own. Bedrock's runtime does not: "Using the Responses API
   * on the bedrock-runtime endpoint" in its user guide.
   */
  boolean hostsTools() {
    return this != BEDROCK;
  }

  /**
   * Whether there is a choice of tiers; Bedrock refuses GPT all but the default (aws-samples,
   * sample-per-model-bedrock, August 2026).
   */
  boolean hasTiers() {
    return !isAws();
  }

  /** Whether GPT is spoken to by Responses even where it could do without. */
  boolean prefersResponses(boolean needed) {
    return isAws() || this == OPENAI && needed;
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

  /** Whether prompts that will come again may be named; others fail on fields they do not know. */
  boolean namesPrompts() {
    return openAi;
  }

  /** Who gives instructions in Responses; other servers know no developer. */
  String instructor() {
    return openAi ? "developer" : "system";
  }
}
