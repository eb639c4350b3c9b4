package dev.trefoil.provider;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model can do, and what its service refuses for it. The defaults are in models.yaml.
 *
 * @param family the name by which the model is known whatever its id; two targets of one family are
 *     the same model. For a model that nobody knows, its id
 * @param temperature whether it takes a temperature and top_p at all
 * @param temperatureWithTopP whether it takes both at once
 * @param system whether it takes instructions apart from the conversation
 * @param tools whether it calls tools
 * @param toolsInStream whether it does so in a streamed answer
 * @param images whether it sees images
 * @param audio whether it hears sounds
 * @param files whether it reads documents
 * @param schema whether its service holds the answer to a JSON Schema
 * @param reasoning how it is told how hard to think
 * @param thinksFirst whether it thinks before its first content unless told not to
 * @param responses whether OpenAI's services let it think and call tools together by their
 *     Responses only, and not by chat completions
 * @param protocol which of its service's protocols it is spoken to by, where that is said
 * @param promptCache how its service is told what of prompts will come again
 * @param contextWindow tokens of prompt and answer together
 * @param maxOutput tokens of the answer
 */
public record Capabilities(
    String family,
    boolean temperature,
    boolean temperatureWithTopP,
    boolean system,
    boolean tools,
    boolean toolsInStream,
    boolean images,
    boolean audio,
    boolean files,
    boolean schema,
    Reasoning reasoning,
    boolean thinksFirst,
    boolean responses,
    Optional<Protocol> protocol,
    PromptCache promptCache,
    OptionalLong contextWindow,
    OptionalLong maxOutput) {

  /** How a model is told how hard to think. */
  public enum Reasoning {
    /** It does not think, or not at our word. */
    NONE,
    /** By a level in words. */
    EFFORT,
    /** By a budget of tokens. */
    BUDGET
  }

  /** The protocols that models are spoken to by. A service may have several for one model. */
  public enum Protocol {
    /** OpenAI's {@code /chat/completions}. */
    CHAT,
    /** OpenAI's {@code /responses}. */
    RESPONSES,
    /** Anthropic's {@code /v1/messages}. */
    MESSAGES,
    /** Amazon Bedrock's Converse. */
    CONVERSE,
    /** Vertex AI's generateContent. */
    GENERATE_CONTENT
  }

  /** How a service that speaks OpenAI's or Google's protocols is told what to keep of prompts. */
  public enum PromptCache {
    /** Nobody knows: only what the caller says itself is passed on. */
    UNKNOWN,
    /** Not at all, and it refuses to be told. */
    NONE,
    /** By a name for prompts that begin alike, OpenAI's {@code prompt_cache_key}. */
    KEY,
    /** By that, and by breakpoints within the prompt. */
    BREAKPOINTS,
    /** By Google's cached contents, which are made beforehand and cost money by the hour. */
    CONTENTS
  }

  /** A model of whose prompt cache nothing is known. */
  public Capabilities(
      String family,
      boolean temperature,
      boolean temperatureWithTopP,
      boolean system,
      boolean tools,
      boolean toolsInStream,
      boolean images,
      boolean audio,
      boolean files,
      boolean schema,
      Reasoning reasoning,
      boolean thinksFirst,
      boolean responses,
      Optional<Protocol> protocol,
      OptionalLong contextWindow,
      OptionalLong maxOutput) {
    this(
        family,
        temperature,
        temperatureWithTopP,
        system,
        tools,
        toolsInStream,
        images,
        audio,
        files,
        schema,
        reasoning,
        thinksFirst,
        responses,
        protocol,
        PromptCache.UNKNOWN,
        contextWindow,
        maxOutput);
  }

  /** A model that nobody knows: nothing is refused on its behalf, its service decides. */
  public static Capabilities unknown(String model) {
    return new Capabilities(
        model,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        Reasoning.EFFORT,
        false,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** The same model at a service that holds nothing to a JSON Schema. */
  public Capabilities withoutSchema() {
    return with(false, protocol);
  }

  /** The same model, spoken to by this protocol. */
  public Capabilities withProtocol(Protocol spoken) {
    return with(schema, Optional.of(spoken));
  }

  private Capabilities with(boolean held, Optional<Protocol> spoken) {
    return new Capabilities(
        family,
        temperature,
        temperatureWithTopP,
        system,
        tools,
        toolsInStream,
        images,
        audio,
        files,
        held,
        reasoning,
        thinksFirst,
        responses,
        spoken,
        contextWindow,
        maxOutput);
  }
}
