// What the three hosts have in common, whatever runtime is behind them.
package dev.trefoil.local.host;

import java.io.IOException;
import java.util.List;

/** A cloud's function, listening on 127.0.0.1. */
public interface FunctionHost extends AutoCloseable {

  /** The cloud: aws, azure or gcp. */
  String name();

  int port();

  /** The process ids of the function's processes that run now. */
  List<Long> pids();

  /**
   * Ends one of them at once, on purpose.
   *
   * @return false when it is gone already
   */
  default boolean kill(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
  }

  /**
   * Waits until the function answers a GET of the path with 200.
   *
   * @throws IOException with the last lines of its output when it ends before, answers otherwise,
   *     or does not answer within three minutes
   */
  void awaitReady(String path) throws IOException, InterruptedException;

  /** Ends every process within five seconds. */
  @Override
  void close();
}
