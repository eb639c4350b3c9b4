// A Messages request that the service would accept, as far as answering it needs.
package dev.trefoil.emulators.anthropic;

import dev.trefoil.emulators.claude.PromptCache;
import dev.trefoil.emulators.model.Ask;
import java.util.List;

/**
 * A request.
 *
 * @param model as asked for
 * @param counting whether its tokens are to be counted, and no answer given
 * @param stream whether server-sent events are asked for
 * @param ask what the model is asked
 * @param shown whether thinking is told in words; if not, an empty text comes with its signature
 * @param cached the beginnings of the prompt that are marked to be cached
 */
record MessagesRequest(
    String model,
    boolean counting,
    boolean stream,
    Ask ask,
    boolean shown,
    List<PromptCache.Prefix> cached) {}
