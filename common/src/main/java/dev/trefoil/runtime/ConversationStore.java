package dev.trefoil.runtime;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.Store;
import java.time.Duration;
import java.util.Optional;

/**
 * Where conversations are kept, said without a class of those that keep them.
 *
 * @param store empty where nothing is kept
 * @param keep for how long
 */
record ConversationStore(Optional<Store> store, Duration keep) {
  /** Where nothing is kept. */
  static final ConversationStore NONE = new ConversationStore(Optional.empty(), Duration.ZERO);

  /** What the configuration says; nothing where no store has records that are read in order. */
  static ConversationStore of(
      Cloud cloud, TrefoilConfig config, Optional<JobSettings> jobs, Optional<Store> store) {
    return isOrdered(cloud, jobs) && config.conversations().isPositive()
        ? new ConversationStore(store, config.conversations())
        : NONE;
  }

  /** Whether the store of a cloud has records that are read in order. */
  static boolean isOrdered(Cloud cloud, Optional<JobSettings> jobs) {
    return cloud != Cloud.AWS || jobs.flatMap(all -> all.places().orderedTable()).isPresent();
  }
}
