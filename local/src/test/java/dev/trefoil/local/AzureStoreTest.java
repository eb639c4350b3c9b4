package dev.trefoil.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.local.queue.AzureQueues;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.azure.AzureStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Azurite. */
class AzureStoreTest extends StoreContract {
  private static AzureQueues azure;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    Optional<String> missing = AzureQueues.missing(RunningClouds.home());
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElse(""));
    azure =
        AzureQueues.start(RunningClouds.home(), StoreEmulators.CLOUD, StoreEmulators.logs("azure"));
    azure.awaitReady();
    token = azure.token();
  }

  @AfterAll
  static void stop() {
    if (azure != null) {
      azure.close();
    }
  }

  @Override
  Store store() {
    return open(place("table"), place("blobs"));
  }

  @Override
  Store absent() {
    return open(place("table") + "absent", place("blobs") + "-absent");
  }

  private static Store open(String table, String blobs) {
    return AzureStore.open(
        new StorePlaces(table, Optional.empty(), blobs), cancellation -> "Bearer " + token);
  }

  private static String place(String name) {
    return azure.places().get(name).toString();
  }

  @Override
  String queue() {
    return place("queue");
  }

  @Override
  String source() {
    return queue();
  }

  @Override
  String absentQueue() {
    return queue() + "-absent";
  }

  @Override
  Optional<Map<String, String>> environment() {
    return Optional.of(Map.of("STORE", "azure", "TABLE", place("table"), "TOKEN", token));
  }
}
