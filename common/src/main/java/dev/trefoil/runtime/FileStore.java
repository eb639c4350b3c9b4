package dev.trefoil.runtime;

import dev.trefoil.config.FilesConfig;
import dev.trefoil.config.RetrievalConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where files and vector stores are kept, said without a class of those that keep them.
 *
 * @param store empty where nothing is kept
 * @param retrieval what vector stores are made of; empty where there are none
 * @param random what names are drawn by
 */
record FileStore(
    Optional<Store> store,
    FilesConfig files,
    Optional<RetrievalConfig> retrieval,
    RandomGenerator random) {

  /** Where nothing is kept. */
  static FileStore none(RandomGenerator random) {
    return new FileStore(
        Optional.empty(), new FilesConfig(1, Duration.ZERO), Optional.empty(), random);
  }

  /** What the configuration says; nothing where no store has records that are read in order. */
  static FileStore of(
      Cloud cloud,
      TrefoilConfig config,
      Optional<JobSettings> jobs,
      Optional<Store> store,
      RandomGenerator random) {
    return ConversationStore.isOrdered(cloud, jobs) && config.files().keep().isPositive()
        ? new FileStore(store, config.files(), config.retrieval(), random)
        : none(random);
  }
}
