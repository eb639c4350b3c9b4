package dev.trefoil.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.google.ServiceAccountKeys;
import dev.trefoil.emulators.store.ObjectStoreEmulator;
import dev.trefoil.local.queue.GcpQueues;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.gcp.GcpStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Google's emulators of Firestore and Pub/Sub, and Cloud Storage as we play it. Links are signed by
 * the account of a process on Google Cloud: {@link JobsTest} follows one.
 */
class GcpStoreTest extends StoreContract {
  private static final String SUBSCRIPTION = "projects/my-project/subscriptions/done";

  private static ObjectStoreEmulator objects;
  private static GcpQueues gcp;

  @BeforeAll
  static void start() throws Exception {
    Optional<String> missing = GcpQueues.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElse(""));
    ServiceAccountKeys keys = new ServiceAccountKeys();
    objects =
        ObjectStoreEmulator.start(AwsKeyring.of("id", "secret"), keys, Set.of("trefoil-jobs"));
    gcp =
        GcpQueues.start(
            objects.url(),
            "http://127.0.0.1:1",
            Duration.ofSeconds(30),
            StoreEmulators.logs("gcp"));
    gcp.awaitReady();
  }

  @AfterAll
  static void stop() {
    if (gcp != null) {
      gcp.close();
      objects.close();
    }
  }

  @Override
  Store store() {
    return open("trefoil-jobs");
  }

  @Override
  Store absent() {
    return open("absent-bucket");
  }

  private static Store open(String bucket) {
    return GcpStore.open(
        new StorePlaces(gcp.places().get("table").toString(), Optional.empty(), bucket),
        GoogleCredentials.create(new AccessToken("t", Date.from(Instant.now().plusSeconds(3600)))),
        gcp.environment());
  }

  @Override
  String queue() {
    return ((Map<?, ?>) gcp.places().get("callbacks")).get("done").toString();
  }

  @Override
  String source() {
    return SUBSCRIPTION;
  }

  @Override
  String absentQueue() {
    return queue() + "-absent";
  }

  @Override
  String absentSource() {
    return SUBSCRIPTION + "-absent";
  }

  @Override
  boolean missesTables() {
    return false;
  }

  @Override
  boolean signsLinks() {
    return false;
  }

  @Override
  Optional<Map<String, String>> environment() {
    Map<String, String> environment = new HashMap<>(gcp.environment());
    environment.put("STORE", "gcp");
    environment.put("TABLE", gcp.places().get("table").toString());
    return Optional.of(environment);
  }
}
