package dev.trefoil.runtime;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.conversation.Threads;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.StoredResponses;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.Store;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What keeps conversations: apart, so that a process that is asked for none loads no class of it.
 */
final class Conversations {
  private Conversations() {}

  /** What keeps responses; nothing where there is no store for records that are read in order. */
  static KeptResponses kept(
      Cloud cloud, TrefoilConfig config, Optional<JobSettings> jobs, Optional<Store> store) {
    boolean ordered =
        cloud != Cloud.AWS || jobs.flatMap(all -> all.places().orderedTable()).isPresent();
    return store.isPresent() && ordered && config.conversations().isPositive()
        ? new StoredResponses(
            new Threads(
                store.get().records(),
                store.get().blobs(),
                config.conversations(),
                InstantSource.system()))
        : KeptResponses.NONE;
  }
}
