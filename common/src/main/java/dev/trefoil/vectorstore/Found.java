package dev.trefoil.vectorstore;

import dev.trefoil.retrieval.Hit;

/**
 * What was found.
 *
 * @param store the vector store's id
 */
public record Found(String store, Hit hit) {}
