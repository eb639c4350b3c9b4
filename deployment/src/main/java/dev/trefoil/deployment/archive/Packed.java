// A file's compressed bytes, which several archives share.
package dev.trefoil.deployment.archive;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A compressed file.
 *
 * @param deflated raw, as a zip file holds it
 * @param size before compression
 * @param crc of what was compressed
 */
record Packed(byte[] deflated, long size, long crc) {
  private static final int BUFFER = 1 << 16;

  static Packed of(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        bytes.write(buffer, 0, deflater.deflate(buffer));
      }
      return new Packed(bytes.toByteArray(), content.length, crc.getValue());
    } finally {
      deflater.end();
    }
  }
}
