package dev.trefoil.chat;

import java.util.Objects;

/**
 * What a service says beyond the vocabulary, in the words of its wire protocol. Only a door that
 * speaks the same protocol opens it; everyone else passes it on or drops it.
 *
 * @param protocol whose words they are: {@link #OPENAI_CHAT}
 * @param model the model that said it, as its service calls it
 * @param member the name under which the protocol says it, within an answer's message
 * @param json the value, as text without line breaks
 */
public record Native(String protocol, String model, String member, String json) {
  /** OpenAI's chat completions. */
  public static final String OPENAI_CHAT = "openai.chat";

  public Native {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(json, "json");
  }
}
