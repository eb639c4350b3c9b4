// The archives share most of what they hold: each piece is compressed once.
package dev.trefoil.deployment.archive;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Reads and compresses contents, each piece once. */
final class Packer {
  private final Map<String, byte[]> deflated = new ConcurrentHashMap<>();

  /** What a file holds, before compression. */
  static List<Piece> pieces(Content content) throws IOException {
    return switch (content) {
      case Content.Bytes file -> List.of(new Piece("", file.bytes()));
      case Content.Program program -> List.of(new Piece("", program.bytes()));
      case Content.Entry entry -> List.of(new Piece("", read(entry)));
      case Content.Jar jar -> MergedJar.of(jar);
    };
  }

  /** What a file holds, compressed. */
  Packed pack(Content content) throws IOException {
    List<Piece> pieces = pieces(content);
    CRC32 crc = new CRC32();
    pieces.forEach(piece -> crc.update(piece.bytes()));
    return new Packed(
        pieces.parallelStream()
            .map(piece -> new Packed.Deflated(piece.source(), deflated(piece.bytes())))
            .toList(),
        pieces.stream().mapToLong(piece -> piece.bytes().length).sum(),
        crc.getValue());
  }

  private byte[] deflated(byte[] piece) {
    return deflated.computeIfAbsent(digest(piece), key -> Packed.deflated(piece));
  }

  private static byte[] read(Content.Entry entry) throws IOException {
    try (JarFile jar = new JarFile(entry.jar().toFile())) {
      ZipEntry file = jar.getEntry(entry.name());
      if (file == null) {
        throw new IOException(entry.jar() + " lacks " + entry.name());
      }
      return jar.getInputStream(file).readAllBytes();
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
