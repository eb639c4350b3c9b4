package dev.trefoil.policy;

import java.time.Duration;

/**
 * How long a target may be silent before it is given up; plain answers included, since they are
 * streamed inside unless they are sure to be whole in this time.
 *
 * @param firstToken until the first content
 * @param firstTokenThinking the same for a model that thinks first, whose thoughts may be silent
 * @param stall from one piece of content to the next
 */
public record AttemptLimits(Duration firstToken, Duration firstTokenThinking, Duration stall) {
  public static final AttemptLimits DEFAULTS =
      new AttemptLimits(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(15));
}
