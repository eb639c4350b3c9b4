/** Chunks in an index of Azure AI Search, by its REST interface. */
package dev.trefoil.retrieval.azuresearch;
