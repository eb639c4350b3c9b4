// What a cloud's jobs need here: emulators, what they hold, and how functions find them.
package dev.trefoil.local.queue;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The emulated queues, table and blobs of one cloud. */
public interface CloudQueues extends AutoCloseable {
  /** The cloud: aws, azure or gcp. */
  String cloud();

  /** What {@code jobs} of trefoil.yaml says for this cloud. */
  Map<String, Object> places();

  /** The environment variables by which functions find the rest. */
  Map<String, String> environment();

  /** Waits until everything answers, and makes queues and tables. */
  void awaitReady() throws IOException, InterruptedException;

  /** The bodies of the messages on a queue, which are taken from it. */
  List<String> drain(String queue) throws IOException, InterruptedException;

  /** Puts a message on a queue, as any sender would. */
  void send(String queue, String body) throws IOException, InterruptedException;

  /** Has queues and table take what they are sent and answer nothing, or go on. */
  void standStill(boolean still) throws IOException, InterruptedException;

  @Override
  void close();
}
