// How long an outage of a cloud's own service is felt.
package dev.trefoil.local.drill;

import java.time.Duration;
import java.util.Optional;

/**
 * An outage that came and went while requests kept coming, one after the other.
 *
 * @param cloud whose own service failed
 * @param kind how it failed
 * @param firstGood from the outage's beginning to the first whole answer; empty if there was none
 * @param back from its end to the first of the answers that came from the own service without
 *     another between them; empty if they never did
 */
public record Handover(
    String cloud, String kind, Optional<Duration> firstGood, Optional<Duration> back) {}
