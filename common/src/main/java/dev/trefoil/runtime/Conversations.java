package dev.trefoil.runtime;

import dev.trefoil.conversation.Erasure;
import dev.trefoil.conversation.Threads;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.StoredResponses;
import dev.trefoil.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What keeps conversations: apart, so that a process that is asked for none loads no class of it.
 */
final class Conversations {
  private Conversations() {}

  static KeptResponses responses(ConversationStore where) {
    return where.store().isPresent()
        ? new StoredResponses(threads(where.store().get(), where.keep()))
        : KeptResponses.NONE;
  }

  /**
   * What erases them, and all else that is kept of callers.
   *
   * @param files where files are kept, which may be kept where no conversations are
   * @param others what erases these
   */
  static Optional<Erasure> erasure(
      ConversationStore where, Optional<Store> files, Erasure.Others others) {
    return where
        .store()
        .or(() -> files)
        .map(store -> new Erasure(threads(store, where.keep()), others));
  }

  private static Threads threads(Store store, Duration keep) {
    return new Threads(store.records(), store.blobs(), keep, InstantSource.system());
  }
}
