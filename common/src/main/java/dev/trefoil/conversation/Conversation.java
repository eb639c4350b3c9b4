package dev.trefoil.conversation;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a conversation beside its turns.
 *
 * @param metadata its caller's labels, in order
 */
public record Conversation(ConversationKey key, Map<String, String> metadata, Instant created) {
  public Conversation {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
