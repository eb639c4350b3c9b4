/**
 * Vector stores: which files they have, how these become chunks with vectors, and what is found in
 * them. Knows no wire format.
 */
package dev.trefoil.vectorstore;
