// A chat completion request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.model.Turn;
import java.util.List;
import java.util.OptionalInt;

/**
 * A request.
 *
 * @param model the deployment's name
 * @param stream whether server-sent events are asked for
 * @param includeUsage whether the stream is to tell the usage
 * @param choices how many answers
 * @param conversation all messages
 * @param maxTokens the most words of an answer
 * @param stops where it is to end
 */
record ChatRequest(
    String model,
    boolean stream,
    boolean includeUsage,
    int choices,
    List<Turn> conversation,
    OptionalInt maxTokens,
    List<String> stops) {}
