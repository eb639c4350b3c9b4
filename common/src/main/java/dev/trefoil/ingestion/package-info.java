/** Documents to text, and text to chunks: bounded work, whatever a file holds. No I/O. */
package dev.trefoil.ingestion;
