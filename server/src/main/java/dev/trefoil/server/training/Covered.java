// A JVM does not notice that a jar is no longer the one that its AOT cache was made from: run.sh
// does.
package dev.trefoil.server.training;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a cache was made from: a jar, known by its end, where the name, size and CRC-32 of each
 * entry stand, and a Java, known by its {@code release} file. Reading all of the jar would cost
 * what the cache saves.
 *
 * @param bytes how long the end of the jar is
 * @param digest SHA-256 of the release file and that end, in hexadecimal digits
 */
record Covered(int bytes, String digest) {
  /** A jar's last record, without a comment. Source: .ZIP File Format Specification, 4.3.16. */
  private static final int LAST = 22;

  private static final int SIZE_IN_LAST = 12;

  /**
   * @throws IOException when the jar has no such end, or is too large for one
   */
  static Covered by(Path jar, Path release) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      file.seek(file.length() - LAST);
      if (file.readInt() != 0x504b0506) {
        throw new IOException(jar + " does not end as a jar does");
      }
      file.seek(file.length() - LAST + SIZE_IN_LAST);
      byte[] end = new byte[Math.addExact(LAST, Integer.reverseBytes(file.readInt()))];
      file.seek(file.length() - end.length);
      file.readFully(end);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(release));
      return new Covered(end.length, HexFormat.of().formatHex(digest.digest(end)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** As run.sh reads it. */
  String line() {
    return bytes + " " + digest + "\n";
  }
}
