package dev.trefoil.runtime;

import dev.trefoil.conversation.Erasure;
import dev.trefoil.door.Door;
import dev.trefoil.door.LaterCalls;
import dev.trefoil.door.files.FileSettings;
import dev.trefoil.door.files.FilesDoor;
import dev.trefoil.door.files.FilesEndpoint;
import dev.trefoil.door.files.VectorStoresDoor;
import dev.trefoil.door.responses.FileSearch;
import dev.trefoil.files.Files;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.policy.Target;
import dev.trefoil.vectorstore.Embedder;
import dev.trefoil.vectorstore.FileBatches;
import dev.trefoil.vectorstore.FileErasure;
import dev.trefoil.vectorstore.Retrieval;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What keeps files and vector stores, and finds what is in them: apart, so that a process that is
 * asked for none loads no class of it.
 */
final class FileServices {
  private static final InstantSource CLOCK = InstantSource.system();

  private final FileStore where;
  private final Optional<Files> files;
  private final Optional<Retrieval> retrieval;

  /**
   * @param families which targets are the same model
   */
  FileServices(FileStore where, Gateway gateway, Function<Target, String> families) {
    this.where = where;
    this.files =
        where
            .store()
            .map(
                store ->
                    new Files(
                        store.records(),
                        store.blobs(),
                        where.files().keep(),
                        CLOCK,
                        where.random()));
    this.retrieval =
        where
            .retrieval()
            .flatMap(
                config ->
                    where
                        .store()
                        .map(
                            store ->
                                new Retrieval(
                                    store,
                                    files.orElseThrow(),
                                    new Embedder(gateway, config.embeddings(), families),
                                    where.index().flatMap(Supplier::get),
                                    where.files().keep(),
                                    CLOCK,
                                    where.random())));
  }

  /** What searches files for models; empty where there are no vector stores. */
  Optional<FileSearch> search() {
    return retrieval.map(FileSearch::new);
  }

  /** What erases the files of callers. */
  Erasure.Others erasing() {
    return files.isPresent() ? new FileErasure(files.get(), retrieval) : Erasure.Others.NONE;
  }

  Door files(Door problems) {
    return new FilesDoor(
        new FilesEndpoint(
            files,
            new FileSettings(where.files().maxBytes(), where.files().keep()),
            retrieval.map(VectorStoresDoor::forgetting).orElse(FilesEndpoint.Forgetting.NONE)),
        problems);
  }

  Door vectorStores(Supplier<Optional<LaterCalls>> later, Door problems) {
    return new VectorStoresDoor(
        retrieval,
        where.store().map(store -> new FileBatches(store.records(), CLOCK, where.random())),
        later,
        CLOCK,
        problems);
  }
}
