package dev.trefoil.store.azure;

import dev.trefoil.identity.Authorization;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;

/** Table, blobs and queues of a storage account, called with the process's managed identity. */
public final class AzureStore {
  private AzureStore() {}

  /** Opens it, without a connection. */
  public static Store open(StorePlaces places, Authorization identity) {
    StorageCalls calls = new StorageCalls(identity);
    return new Store(
        new TableRecords(calls, places.table()),
        new StorageBlobs(calls, places.blobs()),
        new StorageQueues(calls));
  }
}
