package dev.trefoil.store.gcp;

import com.google.auth.Credentials;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import java.util.Map;

/**
 * Firestore, Cloud Storage and Pub/Sub, called as the process's service account. The variables of
 * Google's own clients, {@code FIRESTORE_EMULATOR_HOST} and the like, lead to emulators.
 */
public final class GcpStore {
  private GcpStore() {}

  /** Opens it, without a connection. */
  public static Store open(StorePlaces places, Credentials credentials, Map<String, String> env) {
    return new Store(
        new FirestoreRecords(
            calls("firestore", "FIRESTORE_EMULATOR_HOST", env, credentials), places.table()),
        new CloudStorageBlobs(
            calls("storage", "STORAGE_EMULATOR_HOST", env, credentials),
            places.blobs(),
            ServiceAccount.ofThisProcess(signing(env, credentials))),
        new PubSubQueues(calls("pubsub", "PUBSUB_EMULATOR_HOST", env, credentials)));
  }

  private static GoogleCalls calls(
      String service, String variable, Map<String, String> env, Credentials credentials) {
    return GoogleCalls.of(service, env.getOrDefault(variable, ""), credentials);
  }

  /** Google's clients know no variable for this one: it is named like theirs. */
  private static GoogleCalls signing(Map<String, String> env, Credentials credentials) {
    String emulator = env.getOrDefault("IAM_CREDENTIALS_EMULATOR_HOST", "");
    return emulator.isEmpty()
        ? GoogleCalls.of("iamcredentials", "", credentials)
        : GoogleCalls.at(emulator, "iamcredentials", credentials);
  }
}
