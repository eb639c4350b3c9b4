/** How fast and how well an index of this process finds chunks, and what memory it takes. */
package dev.trefoil.benchmarks.retrieval;
