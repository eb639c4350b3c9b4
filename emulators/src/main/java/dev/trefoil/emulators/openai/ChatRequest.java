// A chat completion request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.openai;

import dev.trefoil.emulators.model.Ask;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A request.
 *
 * @param model the model's or deployment's name
 * @param stream whether server-sent events are asked for
 * @param includeUsage whether the stream is to tell the usage
 * @param choices how many answers
 * @param ask what the model is asked
 * @param customTools which of the tools take text in the place of arguments
 * @param forced whether one tool was named that must be called
 * @param topLogprobs how many alternatives to tell of each token; empty for no probabilities
 * @param serviceTier what was asked for
 * @param cached the prompt as the service's cache sees it
 * @param tellsReasoning whether reasoning comes as text, and not as a number alone
 */
record ChatRequest(
    String model,
    boolean stream,
    boolean includeUsage,
    int choices,
    Ask ask,
    Set<String> customTools,
    boolean forced,
    OptionalInt topLogprobs,
    Optional<String> serviceTier,
    CachedPrompt cached,
    boolean tellsReasoning)
    implements OpenAiRequest {}
