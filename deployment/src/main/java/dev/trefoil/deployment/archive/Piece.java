// A file in an archive is a sequence of pieces, so that what files share is compressed once.
package dev.trefoil.deployment.archive;

/**
 * A part of a file.
 *
 * @param source the jar that it came from, or empty
 */
record Piece(String source, byte[] bytes) {}
