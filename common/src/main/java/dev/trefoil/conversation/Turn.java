package dev.trefoil.conversation;

import java.util.List;
import java.util.Optional;

/**
 * One question and its answer.
 *
 * @param previous the turn that it goes on from; empty where it begins anew
 * @param input what was asked with, in order
 * @param output what was answered, in order
 * @param answer what is said of the answer beside its output: a JSON object, which only those read
 *     who wrote it
 */
public record Turn(
    TurnKey key, Optional<TurnKey> previous, List<Item> input, List<Item> output, String answer) {
  public Turn {
    input = List.copyOf(input);
    output = List.copyOf(output);
  }
}
