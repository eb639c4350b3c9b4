package dev.trefoil.vectorstore;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Erasure;
import dev.trefoil.files.Files;
import dev.trefoil.files.StoredFile;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.util.Optional;

/** Erases the files of a caller and the vector stores that they are in. */
public final class FileErasure implements Erasure.Others {
  private final Files files;
  private final Optional<Retrieval> retrieval;

  /**
   * @param retrieval empty where there are no vector stores
   */
  public FileErasure(Files files, Optional<Retrieval> retrieval) {
    this.files = files;
    this.retrieval = retrieval;
  }

  @Override
  public int erase(Caller caller, Deadline deadline) throws StoreException {
    int stores = retrieval.isPresent() ? stores(retrieval.get(), caller, deadline) : 0;
    return stores + files.erase(caller, file -> forget(caller, file, deadline), deadline);
  }

  private static int stores(Retrieval retrieval, Caller caller, Deadline deadline)
      throws StoreException {
    try {
      return retrieval.stores().erase(caller, deadline);
    } catch (IndexException e) {
      throw of(e);
    }
  }

  private void forget(Caller caller, StoredFile file, Deadline deadline) throws StoreException {
    if (retrieval.isPresent()) {
      try {
        retrieval.get().stores().forget(caller, file, deadline);
      } catch (IndexException e) {
        throw of(e);
      }
    }
  }

  private static Unreachable of(IndexException e) {
    return new Unreachable("the index does not forget: " + e.getMessage(), e);
  }
}
