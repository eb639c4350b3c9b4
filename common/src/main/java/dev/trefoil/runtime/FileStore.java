package dev.trefoil.runtime;

import dev.trefoil.config.FilesConfig;
import dev.trefoil.config.RetrievalConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.Identity;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.retrieval.Index;
import dev.trefoil.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where files and vector stores are kept, said without a class of those that keep them.
 *
 * @param store empty where nothing is kept
 * @param retrieval what vector stores are made of; empty where there are none
 * @param index opens what vector stores are searched in by all processes; gives none where each has
 *     its own
 * @param random what names are drawn by
 */
record FileStore(
    Optional<Store> store,
    FilesConfig files,
    Optional<RetrievalConfig> retrieval,
    Optional<Supplier<Optional<Index>>> index,
    RandomGenerator random) {

  /** Where nothing is kept. */
  static FileStore none(RandomGenerator random) {
    return new FileStore(
        Optional.empty(),
        new FilesConfig(1, Duration.ZERO),
        Optional.empty(),
        Optional.empty(),
        random);
  }

  /** What the configuration says; nothing where no store has records that are read in order. */
  static FileStore of(
      Cloud cloud,
      TrefoilConfig config,
      Optional<JobSettings> jobs,
      Optional<Store> store,
      Identity identity,
      RandomGenerator random) {
    if (!ConversationStore.isOrdered(cloud, jobs) || !config.files().keep().isPositive()) {
      return none(random);
    }
    Optional<Supplier<Optional<Index>>> index = Optional.empty();
    if (config.retrieval().isPresent() && store.isPresent()) { // A lambda would load the class.
      index =
          Optional.of(
              () -> SharedIndex.open(config.retrieval().get().index(), store.get(), identity));
    }
    return new FileStore(store, config.files(), config.retrieval(), index, random);
  }
}
