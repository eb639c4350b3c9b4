package dev.trefoil.agent;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Target;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One step of a run, as its journal keeps it. */
sealed interface RunEntry {
  /**
   * A model's answer.
   *
   * @param events all of them
   */
  record Answer(
      Target target, Usage usage, boolean estimated, OptionalDouble usd, List<ChatEvent> events)
      implements RunEntry {
    public Answer {
      events = List.copyOf(events);
    }
  }

  /**
   * Calls are about to be made.
   *
   * @param ids of them
   */
  record Calling(List<String> ids) implements RunEntry {
    public Calling {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Calls have been made.
   *
   * @param outcomes by the calls' ids
   */
  record Called(Map<String, ToolOutcome> outcomes) implements RunEntry {
    public Called {
      outcomes = Map.copyOf(outcomes);
    }
  }
}
