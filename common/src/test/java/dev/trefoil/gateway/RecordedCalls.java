package dev.trefoil.gateway;

import dev.trefoil.gateway.CallEvent.CallEnded;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that happens to calls. */
public final class RecordedCalls implements CallEventConsumer {
  private final List<CallEvent> events = new ArrayList<>();

  @Override
  public synchronized void accept(CallEvent event) {
    events.add(event);
  }

  public synchronized List<CallEvent> all() {
    return List.copyOf(events);
  }

  /** The ends of calls alone. */
  public List<CallEnded> ended() {
    return all().stream().filter(CallEnded.class::isInstance).map(CallEnded.class::cast).toList();
  }
}
