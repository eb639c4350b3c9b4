package dev.trefoil.provider;

import java.time.Duration;

/**
 * How long a stream that has said everything is listened to. What holds the connection open after
 * that, a service or a proxy, must not hold the call.
 */
public final class Grace {
  /** After a finish: the usage and the end mark follow it. */
  public static final Duration AFTER_FINISH = Duration.ofSeconds(2);

  /** After the end mark: nothing follows but the end, which lets the connection be used again. */
  public static final Duration AFTER_END = Duration.ofMillis(100);

  private Grace() {}
}
