package dev.trefoil.door;

import dev.trefoil.provider.CallIds;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of a conversation's turns. An id lives in its turn: many models count their calls anew
 * in each answer. One that came before becomes another here, which is always the same for the same
 * place in the conversation, so that no two calls of a conversation are alike.
 */
public final class TurnCalls {
  private final Set<String> all = new HashSet<>();
  private final Map<String, Integer> times = new HashMap<>();

  /** Of the last message of the assistant, by the callers' ids. */
  private final Map<String, Deque<String>> unanswered = new LinkedHashMap<>();

  /** The id of a call that the caller gave an id. */
  public String call(String id) {
    String own = id;
    while (!all.add(own)) {
      own = CallIds.repeated(id, times.merge(id, 1, Integer::sum));
    }
    unanswered.computeIfAbsent(id, same -> new ArrayDeque<>(1)).add(own);
    return own;
  }

  /** The id of the call that a result of the turn answers; of calls of one id, in their order. */
  public Optional<String> answer(String id) {
    Deque<String> calls = unanswered.get(id);
    if (calls == null) {
      return Optional.empty();
    }
    String own = calls.remove();
    if (calls.isEmpty()) {
      unanswered.remove(id);
    }
    return Optional.of(own);
  }

  /** The ids of the turn's calls that no result has answered yet. */
  public Collection<String> unanswered() {
    return unanswered.keySet();
  }
}
