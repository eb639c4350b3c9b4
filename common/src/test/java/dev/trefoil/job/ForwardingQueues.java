package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.util.List;

/** Does as other queues do. */
class ForwardingQueues implements Queues {
  private final Queues queues;

  ForwardingQueues(Queues queues) {
    this.queues = queues;
  }

  @Override
  public void send(String queue, String body, Duration delay, Deadline deadline)
      throws StoreException {
    queues.send(queue, body, delay, deadline);
  }

  @Override
  public List<Received> receive(
      String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException {
    return queues.receive(queue, most, hidden, wait, deadline);
  }

  @Override
  public Received extend(Received message, Duration hidden, Deadline deadline)
      throws StoreException {
    return queues.extend(message, hidden, deadline);
  }

  @Override
  public void delete(Received message, Deadline deadline) throws StoreException {
    queues.delete(message, deadline);
  }
}
