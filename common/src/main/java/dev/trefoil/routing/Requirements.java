package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.policy.Policy;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a request needs of a target, and how long it is.
 *
 * @param chat the request, where it is one of chat
 * @param embeddings the request, where it is one of embeddings
 * @param images the first field that holds an image: {@code messages[0].content[1].image_url}
 * @param audio the first field that holds a sound
 * @param files the first field that holds a document
 * @param tools the field for whose sake the model has to know tools
 * @param schema the field that asks for an answer that holds to a schema
 * @param cacheMarks whether the caller says where the prompt will come again
 * @param size how long the prompt is
 */
public record Requirements(
    Optional<ChatRequest> chat,
    Optional<EmbeddingRequest> embeddings,
    Optional<String> images,
    Optional<String> audio,
    Optional<String> files,
    Optional<String> tools,
    Optional<String> schema,
    boolean cacheMarks,
    PromptSize size) {
  /** What callers say beyond the vocabulary that has a service do nothing but answer. */
  private static final Set<String> HARMLESS =
      Set.of(
          "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "store", "verbosity");

  /** Of a request that is not known yet. */
  public static final Requirements NONE =
      new Requirements(Optional.empty(), new PromptSize.Counter().size());

  public Requirements {
    Objects.requireNonNull(size, "size");
  }

  private Requirements(Optional<EmbeddingRequest> embeddings, PromptSize size) {
    this(
        Optional.empty(),
        embeddings,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        size);
  }

  /**
   * By which the conversation is known again from turn to turn; empty where nobody expects that its
   * prompt is kept.
   */
  Optional<String> prefix(Policy policy, Optional<String> tenant) {
    return chat.filter(
            request ->
                cacheMarks || PromptPrefix.isNamed(request) || policy.promptCaching().marks())
        .map(request -> PromptPrefix.of(request, tenant));
  }

  /**
   * Whether something else may happen than that it is answered: a tool runs, the caller's or a
   * service's own, or has run before; or the caller says what we do not know.
   */
  public boolean acts() {
    return tools.isPresent()
        || chat.filter(
                request ->
                    !request.tools().isEmpty()
                        || !request.natives().isEmpty()
                        || !HARMLESS.containsAll(request.extras().keySet()))
            .isPresent();
  }

  /** Whether vectors are wanted. */
  boolean embedding() {
    return embeddings.isPresent();
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
    return new Requirements(Optional.of(request), counter.size());
  }
}
