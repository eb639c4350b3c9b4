// A Converse request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.model.Turn;
import java.util.List;
import java.util.OptionalInt;

/**
 * A request.
 *
 * @param modelId a model, an inference profile or an ARN, decoded
 * @param stream whether ConverseStream was called
 * @param conversation system text and messages
 * @param maxTokens the most words of the answer
 * @param stopSequences where it is to end
 */
record ConverseRequest(
    String modelId,
    boolean stream,
    List<Turn> conversation,
    OptionalInt maxTokens,
    List<String> stopSequences) {}
