package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import java.util.List;
import java.util.Optional;

/**
 * A conversation as it was read, for a response that is to be its next turn.
 *
 * @param next the response's key
 * @param previous the last turn
 * @param items what was said until then, oldest first
 * @param late the record and version of a run that was not ended in its time
 */
public record Standing(
    Caller owner,
    TurnKey next,
    Optional<TurnKey> previous,
    List<Item.Whole> items,
    Optional<Threads.Placed> late,
    Head head,
    String version) {
  public Standing {
    items = List.copyOf(items);
  }
}
