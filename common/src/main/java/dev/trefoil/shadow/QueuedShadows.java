package dev.trefoil.shadow;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.ShadowCopy;
import dev.trefoil.gateway.ShadowRunner;
import dev.trefoil.gateway.Shadows;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Has another process send copies, told by a message of the jobs' queue: for a process that stands
 * still as soon as it has answered. Nothing of a copy is stored but its message.
 */
public final class QueuedShadows implements Shadows {
  /** What a call waits for the queue. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final System.Logger LOG = System.getLogger(QueuedShadows.class.getName());

  private final Queues queues;
  private final String queue;

  /**
   * @param queue that of jobs
   */
  public QueuedShadows(Queues queues, String queue) {
    this.queues = queues;
    this.queue = queue;
  }

  /** One that is too large for a message is not sent. */
  @Override
  public void offer(ShadowCopy copy) {
    try {
      queues.send(queue, ShadowText.write(copy), Duration.ZERO, Deadline.after(PATIENCE));
    } catch (StoreException | RuntimeException e) {
      LOG.log(Level.INFO, "a copy of call " + copy.requestId() + " is not sent: " + e.getMessage());
    }
  }

  /** Whether a message is a copy. */
  public static boolean isCopy(String body) {
    return body.startsWith(ShadowText.BEGINNING);
  }

  /** Sends the copy that a message is, once: what fails is not tried again. */
  public static void handle(String body, ShadowRunner runner, Deadline deadline) {
    try {
      runner.run(ShadowText.read(body), deadline.within(LONGEST));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a copy of a call cannot be read: " + e.getMessage());
    }
  }
}
