package dev.trefoil.gateway;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.policy.Target;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole answer of one target, as it was given.
 *
 * @param events the last of them its end, with what the service counted
 * @param schema what was found of it, where a schema was asked for and the service did not see to
 *     it
 */
public record CachedAnswer(Target target, List<ChatEvent> events, Optional<SchemaFinding> schema) {
  public CachedAnswer {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(schema, "schema");
    events = List.copyOf(events);
  }
}
