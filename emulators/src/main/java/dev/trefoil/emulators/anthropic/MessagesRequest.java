// A Messages request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.anthropic;

import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.model.Ask;

/**
 * A request.
 *
 * @param model as asked for
 * @param counting whether its tokens are to be counted, and no answer given
 * @param stream whether server-sent events are asked for
 * @param ask what the model is asked
 * @param shown whether thinking is told in words; if not, an empty text comes with its signature
 * @param prompt as the service's cache sees it
 * @param leastKept tokens of the shortest prefix that the model's cache keeps
 */
public record MessagesRequest(
    String model,
    boolean counting,
    boolean stream,
    Ask ask,
    boolean shown,
    Prompt prompt,
    int leastKept) {}
