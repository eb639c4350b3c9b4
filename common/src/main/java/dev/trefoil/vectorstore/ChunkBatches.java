package dev.trefoil.vectorstore;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.files.Files;
import dev.trefoil.files.StoredFile;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.ingestion.Documents;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Chunks and vectors that were paid for, in the blob store, by the digest of the content that they
 * are of: a worker that goes on for one that died pays for none of them again, and neither does
 * whoever attaches the same content once more. They are their owner's, and go with the last of the
 * owner's files that has the content.
 */
final class ChunkBatches {
  /** Chunks of a batch: about as many as every service takes at once. */
  static final int SIZE = 32;

  private static final int KEY = 40;

  private final RecordStore records;
  private final BlobStore blobs;
  private final String route;

  ChunkBatches(RecordStore records, BlobStore blobs, String route) {
    this.records = records;
    this.blobs = blobs;
    this.route = route;
  }

  /** What the chunks of a content go by that is cut in a way. */
  String key(StoredFile file, Chunking chunking) {
    int dot = file.filename().lastIndexOf('.');
    String ending = dot < 0 ? "" : file.filename().substring(dot + 1).toLowerCase(Locale.ROOT);
    return Digest.of(
            String.join(
                "\n",
                file.sha256(),
                ending,
                chunking.maxTokens() + "/" + chunking.overlapTokens(),
                Integer.toString(Documents.VERSION),
                route))
        .substring(0, KEY);
  }

  /** Notes that a file has these chunks, before there are any: by this they are deleted. */
  void note(Caller owner, String key, String file, int batches, Instant expires, Deadline deadline)
      throws StoreException {
    var unused =
        records.create(link(owner, file, key), "{\"batches\":" + batches + "}", expires, deadline);
    var other = records.create(share(owner, key, file), "{}", expires, deadline);
  }

  /** A batch that is there. */
  Optional<ChunkBatch> find(Caller owner, String key, int batch, Deadline deadline)
      throws StoreException {
    try {
      return Optional.of(ChunkBatch.read(blobs.get(blob(owner, key, batch), deadline)));
    } catch (StoreException.NoBlob e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Another version's: it is made anew.
    }
  }

  void keep(Caller owner, String key, int batch, ChunkBatch chunks, Deadline deadline)
      throws StoreException {
    blobs.put(blob(owner, key, batch), chunks.bytes(), deadline);
  }

  /** Deletes what only this file has. */
  void forget(Caller owner, String file, Deadline deadline) throws StoreException {
    for (Named link : records.all("chunks." + Files.owner(owner), file + ".", deadline)) {
      String key = link.name().substring(file.length() + 1);
      records.delete(share(owner, key, file), deadline);
      if (records.all("shares." + Files.owner(owner), key + ".", deadline).isEmpty()) {
        int batches = Integer.parseInt(link.record().text().replaceAll("[^0-9]", ""));
        for (int i = 0; i < batches; i++) {
          blobs.delete(blob(owner, key, i), deadline);
        }
      }
      records.delete(link(owner, file, key), deadline);
    }
  }

  private static RecordKey link(Caller owner, String file, String key) {
    return new RecordKey("chunks." + Files.owner(owner), file + "." + key);
  }

  private static RecordKey share(Caller owner, String key, String file) {
    return new RecordKey("shares." + Files.owner(owner), key + "." + file);
  }

  private static String blob(Caller owner, String key, int batch) {
    return "files/" + Files.owner(owner) + "/chunks/" + key + "/" + batch;
  }
}
