package dev.trefoil.job;

import java.util.Optional;

/**
 * What of a container takes jobs from the queue by itself. Functions are brought their messages.
 *
 * @param atOnce how many jobs one process works on at once; 0 for none
 * @param source what they are received from: the queue, and on Google Cloud a subscription, since a
 *     topic only takes messages
 */
public record Workers(int atOnce, Optional<String> source) {
  /** Unless the configuration says otherwise. */
  public static final Workers NONE = new Workers(0, Optional.empty());
}
