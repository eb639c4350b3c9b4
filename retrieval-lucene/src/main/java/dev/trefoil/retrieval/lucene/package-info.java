/** Chunks in indices of Lucene, whose segments lie in the store. */
package dev.trefoil.retrieval.lucene;
