package dev.trefoil.vectorstore;

import dev.trefoil.attempt.Call;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.files.Files;
import dev.trefoil.files.StoredFile;
import dev.trefoil.ingestion.DocumentException;
import dev.trefoil.ingestion.Documents;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile.Failure;
import dev.trefoil.vectorstore.AttachedFile.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes chunks with vectors of a file, and puts them into the index. It may end anywhere, and be
 * begun again by another process: what was paid for is found in {@link ChunkBatches}, and what is
 * put twice is there once.
 */
final class Ingestion {
  /** Chunks of a file: a longer one is refused. */
  static final int MOST_CHUNKS = 20_000;

  /** With less left than this, no batch is begun. */
  private static final Duration LEAST = Duration.ofSeconds(5);

  private final Files files;
  private final VectorStores stores;
  private final ChunkBatches batches;
  private final Embedder embedder;
  private final Documents documents;
  private final Optional<Index> index;

  /**
   * @param index that all processes share; empty where each reads the batches by itself
   */
  Ingestion(
      Files files,
      VectorStores stores,
      ChunkBatches batches,
      Embedder embedder,
      Documents documents,
      Optional<Index> index) {
    this.files = files;
    this.stores = stores;
    this.batches = batches;
    this.embedder = embedder;
    this.documents = documents;
    this.index = index;
  }

  /**
   * Ingests a file that a store has, if this job still is to do it. That it cannot be done is
   * written down as well, and no failure of this method.
   *
   * @param call as which vectors are asked for: its caller is the owner
   * @return whether it is over; false where the time is, and another is to go on
   * @throws EmbeddingException when there are no vectors now
   */
  boolean run(String storeId, String fileId, String job, Call call)
      throws StoreException, IndexException, EmbeddingException {
    Caller owner = call.caller();
    Deadline deadline = call.deadline();
    Optional<VectorStore> store = stores.find(owner, storeId, deadline);
    if (store.isEmpty() && index.isPresent()) {
      // What was put behind its deletion is nobody's.
      index.get().deleteStore(VectorStores.inIndex(owner, storeId), deadline);
    }
    if (store.isEmpty() || isOver(owner, store.get(), fileId, job, deadline)) {
      return true;
    }
    AttachedFile attached = stores.file(owner, store.get(), fileId, deadline).orElseThrow();
    Optional<StoredFile> file = files.find(owner, fileId, deadline);
    if (file.isEmpty()) {
      return fail(
          owner,
          store.get(),
          attached,
          new Failure("invalid_file", "There is no such file any more."),
          deadline);
    }
    try {
      return ingest(store.get(), attached, file.get(), call);
    } catch (DocumentException e) {
      String code =
          switch (e.reason()) {
            case UNSUPPORTED -> "unsupported_file";
            case INVALID -> "invalid_file";
          };
      return fail(owner, store.get(), attached, new Failure(code, e.getMessage()), deadline);
    } catch (IndexException.WrongVector | IndexException.Refused | IndexException.Unreadable e) {
      return fail(owner, store.get(), attached, Failure.server(e.getMessage()), deadline);
    } catch (EmbeddingException e) {
      if (!e.isFinal()) {
        throw e;
      }
      return fail(
          owner,
          store.get(),
          attached,
          Failure.server("The file has no vectors: " + e.getMessage()),
          deadline);
    } catch (StoreException.NoBlob e) {
      return fail(
          owner,
          store.get(),
          attached,
          new Failure("invalid_file", "The content of the file is not there any more."),
          deadline);
    }
  }

  private boolean isOver(
      Caller owner, VectorStore store, String fileId, String job, Deadline deadline)
      throws StoreException {
    return stores
        .file(owner, store, fileId, deadline)
        .filter(there -> there.state() == State.IN_PROGRESS && there.job().equals(job))
        .isEmpty();
  }

  private boolean fail(
      Caller owner, VectorStore store, AttachedFile attached, Failure why, Deadline deadline)
      throws StoreException {
    var unused = finish(owner, store, attached, attached.failed(why), deadline);
    return true;
  }

  /** Unless another job has the file by now, or it is not there any more. */
  private boolean finish(
      Caller owner, VectorStore store, AttachedFile attached, AttachedFile next, Deadline deadline)
      throws StoreException {
    return stores
        .change(
            owner,
            store,
            attached.id(),
            there ->
                there.job().equals(attached.job()) && there.state() == State.IN_PROGRESS
                    ? next
                    : there,
            deadline)
        .filter(next::equals)
        .isPresent();
  }

  private boolean ingest(VectorStore store, AttachedFile attached, StoredFile file, Call call)
      throws StoreException, IndexException, EmbeddingException, DocumentException {
    Caller owner = call.caller();
    Deadline deadline = call.deadline();
    List<String> texts = texts(attached, file, owner, deadline);
    String key = batches.key(file, attached.chunking());
    int count = (texts.size() + ChunkBatches.SIZE - 1) / ChunkBatches.SIZE;
    batches.note(owner, key, file.name(), count, file.expires(), deadline);
    if (index.isPresent()) {
      // It may have been cut otherwise before.
      index.get().deleteFile(VectorStores.key(owner, store), file.id(), deadline);
    }
    VectorStore there = store;
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      if (deadline.remaining().compareTo(LEAST) < 0) {
        return false;
      }
      if (i > 0 && isOver(owner, store, file.id(), attached.job(), deadline)) {
        break; // Nothing more is paid for.
      }
      int from = i * ChunkBatches.SIZE;
      List<String> some = texts.subList(from, Math.min(from + ChunkBatches.SIZE, texts.size()));
      ChunkBatch batch = batch(owner, there, key, i, some, call);
      Optional<VectorModel> model = stores.model(owner, there, batch.model(), deadline);
      if (model.isEmpty()) {
        return true; // The store is not there any more.
      }
      if (!model.get().equals(batch.model())) {
        return fail(
            owner,
            store,
            attached,
            Failure.server(
                "The route gives vectors of "
                    + batch.model()
                    + ", and those of this vector store are of "
                    + model.get()
                    + ": they do not mix."),
            deadline);
      }
      there = there.of(model.get());
      if (index.isPresent()) {
        index.get().put(VectorStores.key(owner, store), chunks(attached, from, batch), deadline);
      }
      bytes += size(batch);
    }
    boolean done =
        finish(owner, store, attached, attached.completed(key, texts.size(), bytes), deadline);
    if (!done) {
      takeBack(owner, store, file, key, count, deadline);
    }
    return true;
  }

  /** What was put, and kept, behind the deletion of a file or its store is nobody's. */
  private void takeBack(
      Caller owner, VectorStore store, StoredFile file, String key, int count, Deadline deadline)
      throws StoreException, IndexException {
    if (index.isPresent()) {
      if (stores.find(owner, store.id(), deadline).isEmpty()) {
        index.get().deleteStore(VectorStores.key(owner, store), deadline);
      } else if (stores.file(owner, store, file.id(), deadline).isEmpty()) {
        index.get().deleteFile(VectorStores.key(owner, store), file.id(), deadline);
      }
    }
    if (files.find(owner, file.id(), deadline).isEmpty()) {
      batches.note(owner, key, file.name(), count, file.expires(), deadline);
      batches.forget(owner, file.name(), deadline);
    }
  }

  private List<String> texts(
      AttachedFile attached, StoredFile file, Caller owner, Deadline deadline)
      throws StoreException, DocumentException {
    if (file.bytes() > Documents.MOST_BYTES) {
      throw new DocumentException(
          DocumentException.Reason.INVALID,
          "The file has more than " + Documents.MOST_BYTES + " bytes, and is not read.");
    }
    List<String> texts =
        attached
            .chunking()
            .chunks(documents.read(file.filename(), files.whole(owner, file, deadline)));
    if (texts.size() > MOST_CHUNKS) {
      throw new DocumentException(
          DocumentException.Reason.INVALID,
          "The file has more than " + MOST_CHUNKS + " chunks: cut it, or take larger ones.");
    }
    return texts;
  }

  /** What was paid for before, unless it is of another model than the store's. */
  private ChunkBatch batch(
      Caller owner, VectorStore store, String key, int number, List<String> texts, Call call)
      throws StoreException, EmbeddingException {
    Optional<ChunkBatch> there =
        batches
            .find(owner, key, number, call.deadline())
            .filter(batch -> batch.texts().equals(texts))
            .filter(batch -> store.model().isEmpty() || store.model().get().equals(batch.model()));
    if (there.isPresent()) {
      return there.get();
    }
    Embedder.Embedded embedded = embedder.embed(texts, call);
    ChunkBatch batch = new ChunkBatch(embedded.model(), texts, embedded.vectors());
    batches.keep(owner, key, number, batch, call.deadline());
    return batch;
  }

  static List<Chunk> chunks(AttachedFile file, int from, ChunkBatch batch) {
    List<Chunk> chunks = new ArrayList<>(batch.texts().size());
    for (int i = 0; i < batch.texts().size(); i++) {
      chunks.add(
          new Chunk(
              Chunk.idOf(file.id(), from + i),
              file.id(),
              file.filename(),
              from + i,
              batch.texts().get(i),
              batch.vectors().get(i),
              file.attributes()));
    }
    return chunks;
  }

  private static long size(ChunkBatch batch) {
    long size = 0;
    for (String text : batch.texts()) {
      size += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return size + (long) batch.texts().size() * batch.model().dimensions() * Float.BYTES;
  }
}
