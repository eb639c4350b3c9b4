/** Where the chunks of vector stores are found again: one seam, whatever keeps them. */
package dev.trefoil.retrieval;
