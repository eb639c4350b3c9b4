package dev.trefoil.gcp;

import com.google.auth.Credentials;
import dev.trefoil.job.JobBackend;
import dev.trefoil.runtime.JobBackends;
import java.util.Map;

/**
 * Firestore, Cloud Storage and Pub/Sub, called as the function's service account. The variables of
 * Google's own clients, {@code FIRESTORE_EMULATOR_HOST} and the like, lead to emulators.
 */
final class GcpJobs {
  private GcpJobs() {}

  static JobBackends in(Map<String, String> env) {
    return (settings, identity) -> {
      Credentials credentials = identity.google();
      return new JobBackend(
          new FirestoreRecords(
              calls("firestore", "FIRESTORE_EMULATOR_HOST", env, credentials), settings.table()),
          new CloudStorageBlobs(
              calls("storage", "STORAGE_EMULATOR_HOST", env, credentials),
              settings.blobs(),
              ServiceAccount.ofThisFunction(signing(env, credentials))),
          new PubSubQueues(calls("pubsub", "PUBSUB_EMULATOR_HOST", env, credentials)));
    };
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
