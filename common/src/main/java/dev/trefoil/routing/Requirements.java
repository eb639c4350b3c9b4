package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request needs of a target, and how long it is.
 *
 * @param embedding whether vectors are wanted
 * @param images the first field that holds an image: {@code messages[0].content[1].image_url}
 * @param audio the first field that holds a sound
 * @param files the first field that holds a document
 * @param tools the field for whose sake the model has to know tools
 * @param schema the field that asks for an answer that holds to a schema
 * @param size how long the prompt is
 * @param maxTokens the longest answer that is wanted
 * @param choices how many answers are wanted
 */
public record Requirements(
    boolean embedding,
    Optional<String> images,
    Optional<String> audio,
    Optional<String> files,
    Optional<String> tools,
    Optional<String> schema,
    PromptSize size,
    OptionalInt maxTokens,
    int choices) {
  /** Of a request that is not known yet. */
  static final Requirements NONE =
      new Requirements(
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new PromptSize.Counter().size(),
          OptionalInt.empty(),
          1);

  public Requirements {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(maxTokens, "maxTokens");
  }

  public static Requirements of(ChatRequest request) {
    return new ChatRequirements(request).read();
  }

  public static Requirements of(EmbeddingRequest request) {
    PromptSize.Counter counter = new PromptSize.Counter();
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text text -> counter.text(text.text());
        case Input.Tokens tokens -> counter.tokens(tokens.tokens().size());
      }
    }
    return new Requirements(
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        counter.size(),
        OptionalInt.empty(),
        1);
  }
}
