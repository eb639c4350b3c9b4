package dev.trefoil.runtime;

import dev.trefoil.identity.Identity;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.aws.AwsStore;
import dev.trefoil.store.azure.AzureStore;
import dev.trefoil.store.gcp.GcpStore;
import java.util.Map;

/** Opens the store of the cloud that the process runs on, whatever form it has there. */
@FunctionalInterface
interface Stores {
  /** No connection is made before the first use. */
  Store open(StorePlaces places, Identity identity);

  /** Those of a cloud; of the other clouds' no class is loaded. */
  static Stores of(Cloud host, Map<String, String> env) {
    return switch (host) {
      case AWS -> (places, identity) -> AwsStore.open(places, identity::aws, env);
      case AZURE -> (places, identity) -> AzureStore.open(places, identity.azureStorage());
      case GCP -> (places, identity) -> GcpStore.open(places, identity.google(), env);
    };
  }
}
