package dev.trefoil.chat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Inputs to be turned into vectors.
 *
 * @param inputs at least one
 * @param dimensions the vectors' length, where the model can choose
 * @param user whom the call is made for
 */
public record EmbeddingRequest(List<Input> inputs, OptionalInt dimensions, Optional<String> user) {
  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("no input");
    }
  }

  /** One thing to be turned into a vector. */
  public sealed interface Input {

    /**
     * A text.
     *
     * @param text never empty
     */
    record Text(String text) implements Input {}

    /**
     * Tokens of the model's own tokenizer, which only the service that made it understands.
     *
     * @param tokens never empty
     */
    record Tokens(List<Integer> tokens) implements Input {
      public Tokens {
        tokens = List.copyOf(tokens);
      }
    }
  }
}
