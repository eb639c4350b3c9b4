// A Converse request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.model.Ask;

/**
 * A request.
 *
 * @param modelId as asked for
 * @param stream whether ConverseStream was called
 * @param ask what the model is asked
 * @param claude whether the model is one of Anthropic's, which sign their reasoning
 * @param shown whether reasoning is shown; if not, an empty text comes with its signature
 * @param prompt as the service's cache sees it
 * @param leastKept tokens of the shortest prefix that the model's cache keeps
 * @param body all of it, for what is given back as it came
 */
record ConverseRequest(
    String modelId,
    boolean stream,
    Ask ask,
    boolean claude,
    boolean shown,
    Prompt prompt,
    int leastKept,
    JsonNode body)
    implements BedrockRequest {}
