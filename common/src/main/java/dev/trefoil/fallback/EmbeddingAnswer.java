package dev.trefoil.fallback;

import dev.trefoil.chat.Embeddings;

/**
 * The vectors of one call.
 *
 * @param start who gave them
 */
public record EmbeddingAnswer(Start start, Embeddings embeddings) {}
