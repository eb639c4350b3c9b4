package dev.trefoil.door.responses;

import java.util.List;
import java.util.Optional;

/**
 * What is kept of a response. Items are JSON objects as text, each with an {@code id}.
 *
 * @param id {@code resp_} and the key of {@link KeptResponses.Begun}
 * @param previous the response that it goes on from
 * @param inputItems what the caller sent, in order, references as they came; an item has the id
 *     that it came with, or {@code in_}, the key and its place
 * @param outputItems what the model gave, in order, with all their {@code encrypted_content},
 *     whether the caller asked for it or not
 * @param json the response as its caller gets it
 */
public record KeptResponse(
    String id,
    Optional<String> previous,
    List<String> inputItems,
    List<String> outputItems,
    String json) {
  public KeptResponse {
    inputItems = List.copyOf(inputItems);
    outputItems = List.copyOf(outputItems);
  }
}
