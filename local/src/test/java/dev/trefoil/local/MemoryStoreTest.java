package dev.trefoil.local;

import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Store;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The store in memory. */
class MemoryStoreTest extends StoreContract {
  private static final Store STORE = new MemoryStore(InstantSource.system()).store();

  @Override
  Store store() {
    return STORE;
  }

  @Override
  Store absent() {
    throw new IllegalStateException("nothing is absent in memory");
  }

  @Override
  String queue() {
    return "jobs";
  }

  @Override
  String source() {
    return queue();
  }

  @Override
  String absentQueue() {
    throw new IllegalStateException("nothing is absent in memory");
  }

  @Override
  boolean missesTables() {
    return false;
  }

  @Override
  boolean missesOthers() {
    return false;
  }

  @Override
  boolean signsLinks() {
    return false;
  }

  @Override
  Optional<Map<String, String>> environment() {
    return Optional.empty();
  }
}
