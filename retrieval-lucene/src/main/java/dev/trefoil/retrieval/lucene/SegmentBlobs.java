package dev.trefoil.retrieval.lucene;

import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.lucene.Manifest.Blob;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Files of an index as blobs, in parts, so that no file is in memory as a whole. */
final class SegmentBlobs {
  private static final int PART = 8 << 20;

  private final BlobStore blobs;
  private final String prefix;

  /**
   * @param prefix of their names, which ends with a slash
   */
  SegmentBlobs(BlobStore blobs, String prefix) {
    this.blobs = blobs;
    this.prefix = prefix;
  }

  /** A name for a file that is not stored yet: what is stored by it is never another file's. */
  static Blob named(Path file) throws IOException {
    return new Blob(UUID.randomUUID().toString().replace("-", ""), Files.size(file));
  }

  /** Stores a file; it is safe when this returns. */
  void put(Path file, Blob blob, Deadline deadline) throws IOException, StoreException {
    try (InputStream in = Files.newInputStream(file)) {
      for (int part = 0; part < parts(blob); part++) {
        blobs.put(name(blob, part), in.readNBytes(PART), deadline);
      }
    }
  }

  /** Makes a file of what was stored. */
  void get(Blob blob, Path file, Deadline deadline) throws IOException, StoreException {
    long length = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int part = 0; part < parts(blob); part++) {
        byte[] bytes = blobs.get(name(blob, part), deadline);
        out.write(bytes);
        length += bytes.length;
      }
    }
    if (length != blob.length()) {
      throw new Unreadable("a segment of an index has another length than its manifest says");
    }
  }

  /** Deletes what was stored, if it is there. */
  void delete(Blob blob, Deadline deadline) throws StoreException {
    for (int part = 0; part < parts(blob); part++) {
      blobs.delete(name(blob, part), deadline);
    }
  }

  private static long parts(Blob blob) {
    return (blob.length() + PART - 1) / PART;
  }

  private String name(Blob blob, int part) {
    return prefix + blob.id() + "-" + part;
  }
}
