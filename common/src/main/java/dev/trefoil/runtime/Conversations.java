package dev.trefoil.runtime;

import dev.trefoil.conversation.Threads;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.StoredResponses;
import java.time.InstantSource;

/**
 * What keeps conversations: apart, so that a process that is asked for none loads no class of it.
 */
final class Conversations {
  private Conversations() {}

  static KeptResponses responses(ConversationStore where) {
    return where.store().isPresent()
        ? new StoredResponses(
            new Threads(
                where.store().get().records(),
                where.store().get().blobs(),
                where.keep(),
                InstantSource.system()))
        : KeptResponses.NONE;
  }
}
