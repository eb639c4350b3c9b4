package dev.trefoil.config;

/**
 * What trefoil.yaml says of vector stores.
 *
 * @param embeddings the route that is asked for vectors, all of whose targets are one model
 * @param index where they are searched
 */
public record RetrievalConfig(String embeddings, IndexConfig index) {}
