// Jars are stored uncompressed: the archive around them then compresses a third better, and classes
// load sooner.
package dev.trefoil.deployment.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar anew: the same entries in the same order, uncompressed, without folders and times.
 */
final class StoredJar {
  private StoredJar() {}

  /**
   * @param without names of entries to leave out
   */
  static byte[] of(byte[] jar, Set<String> without) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * jar.length);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory() && !without.contains(entry.getName())) {
          store(entry.getName(), in.readAllBytes(), out);
        }
      }
    }
    return bytes.toByteArray();
  }

  /** A jar with one file in it. */
  static byte[] of(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      store(name, content, out);
    }
    return bytes.toByteArray();
  }

  private static void store(String name, byte[] content, ZipOutputStream out) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(Stamp.TIME);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
