package dev.trefoil.provider.openai;

import dev.trefoil.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a {@code chat.completion} or one {@code chat.completion.chunk} says.
 *
 * @param choices the pieces of its choices, in order
 * @param usage absent where there is none yet
 * @param serviceTier absent where it does not say
 * @param error whether it is an error in an answer's place
 */
record Chunk(
    List<Piece> choices, Optional<Usage> usage, Optional<String> serviceTier, boolean error) {

  /**
   * A piece of one choice. Texts are empty where there are none.
   *
   * @param reasoning {@code reasoning_content}, or {@code reasoning} as newer servers call it
   * @param logprobs OpenAI's object as JSON
   * @param beyond members of the message that the vocabulary has no place for, as JSON by name
   * @param finishReason the service's own word; empty where there is none yet
   * @param emptyReason whether the word is there and empty: some servers write it so all along,
   *     some at the end
   */
  record Piece(
      int index,
      String text,
      String reasoning,
      String refusal,
      List<Call> calls,
      String logprobs,
      Map<String, String> beyond,
      String finishReason,
      boolean emptyReason) {}

  /**
   * A piece of a tool call, or all of it. Texts are empty where there are none.
   *
   * @param index absent in pieces of servers that count no calls, and in whole answers
   */
  record Call(OptionalInt index, String id, String name, String arguments) {}
}
