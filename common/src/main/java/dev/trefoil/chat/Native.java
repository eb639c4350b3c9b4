package dev.trefoil.chat;

import java.util.Objects;

/**
 * What a service says beyond the vocabulary, in the words of its wire protocol. Only a door that
 * speaks the same protocol opens it; everyone else passes it on or drops it.
 *
 * @param protocol whose words they are: {@link #OPENAI_CHAT}, {@link #OPENAI_RESPONSES} {@link
 *     #ANTHROPIC_MESSAGES} or {@link #GENERATE_CONTENT}
 * @param model the model that said it, as its service calls it; empty for what the caller says
 * @param member the name under which the protocol says it, within a request or an answer's message;
 *     {@link #ITEM} for an item or a block of a conversation
 * @param json the value, as text without line breaks
 */
public record Native(String protocol, String model, String member, String json) {
  /** OpenAI's chat completions. */
  public static final String OPENAI_CHAT = "openai.chat";

  /** OpenAI's Responses. */
  public static final String OPENAI_RESPONSES = "openai.responses";

  /** Anthropic's Messages. */
  public static final String ANTHROPIC_MESSAGES = "anthropic.messages";

  /** Google's generateContent. */
  public static final String GENERATE_CONTENT = "google.generateContent";

  /** What stands in a conversation by itself: an item of Responses, a block of Messages. */
  public static final String ITEM = "item";

  public Native {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(json, "json");
  }
}
