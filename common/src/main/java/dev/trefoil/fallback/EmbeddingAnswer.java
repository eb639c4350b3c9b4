package dev.trefoil.fallback;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.Embeddings;

/**
 * The vectors of one call.
 *
 * @param start who gave them
 */
public record EmbeddingAnswer(AnswerStart start, Embeddings embeddings) {}
