// A file's compressed bytes, made of pieces that were compressed apart.
package dev.trefoil.deployment.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;

/**
 * A compressed file.
 *
 * @param pieces in their order; with what ends them, raw as a zip file holds it
 * @param size before compression
 * @param crc of what was compressed
 */
record Packed(List<Deflated> pieces, long size, long crc) {
  /** A block that is empty, and the last. Source: RFC 1951, 3.2.3 and 3.2.6. */
  private static final byte[] END = {0x03, 0x00};

  private static final int BUFFER = 1 << 16;

  /**
   * A piece.
   *
   * @param bytes compressed, up to a byte's limit and without reference to what comes before
   */
  record Deflated(String source, byte[] bytes) {}

  /** Compresses a piece so that it can stand anywhere. */
  static byte[] deflated(byte[] piece) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(piece);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(piece.length / 2);
      byte[] buffer = new byte[BUFFER];
      int count;
      do {
        count = deflater.deflate(buffer, 0, BUFFER, Deflater.FULL_FLUSH);
        bytes.write(buffer, 0, count);
      } while (count == BUFFER);
      return bytes.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** How long {@link #stream} is. */
  long length() {
    return END.length + pieces.stream().mapToLong(piece -> piece.bytes().length).sum();
  }

  InputStream stream() {
    List<InputStream> all = new ArrayList<>();
    pieces.forEach(piece -> all.add(new ByteArrayInputStream(piece.bytes())));
    all.add(new ByteArrayInputStream(END));
    return new SequenceInputStream(Collections.enumeration(all));
  }
}
