// A Converse request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.PromptCache;
import dev.trefoil.emulators.model.Ask;
import java.util.List;

/**
 * A request.
 *
 * @param stream whether ConverseStream was called
 * @param ask what the model is asked
 * @param claude whether the model is one of Anthropic's, which sign their reasoning
 * @param shown whether reasoning is shown; if not, an empty text comes with its signature
 * @param cached the beginnings of the prompt that end in cache points
 * @param body all of it, for what is given back as it came
 */
record ConverseRequest(
    boolean stream,
    Ask ask,
    boolean claude,
    boolean shown,
    List<PromptCache.Prefix> cached,
    JsonNode body)
    implements BedrockRequest {}
