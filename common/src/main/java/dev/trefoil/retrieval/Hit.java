package dev.trefoil.retrieval;

/**
 * A chunk that was found.
 *
 * @param chunk its vector is empty
 * @param score from above 0 to 1, which a chunk has that comes first in every ranking ({@link
 *     RankFusion}): it says how a chunk stands to the others of its search, not how alike it is
 */
public record Hit(Chunk chunk, double score) {}
