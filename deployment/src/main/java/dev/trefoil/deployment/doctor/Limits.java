// The limits that a configuration has to fit, with those of a deployment that was left as it is.
package dev.trefoil.deployment.doctor;

import dev.trefoil.policy.Cloud;
import java.time.Duration;
import java.util.Optional;

/**
 * What is deployed around a function.
 *
 * @param http how long the HTTP function may take
 * @param job how long the job function may take
 * @param frontDoor how long what stands before the HTTP function waits, where a call does not tell
 *     that by itself; empty where nothing does
 * @param visibility how long the queue hides a message that is being worked on; empty where the
 *     platform renews it
 */
record Limits(
    Duration http, Duration job, Optional<Duration> frontDoor, Optional<Duration> visibility) {

  /** As template.yaml, host.json and terraform/gcp have them unless told otherwise. */
  static Limits of(Cloud cloud) {
    return switch (cloud) {
      case AWS ->
          new Limits(
              Duration.ofSeconds(60),
              Duration.ofSeconds(120),
              Optional.empty(),
              Optional.of(Duration.ofSeconds(720)));
      case AZURE ->
          new Limits(
              Duration.ofMinutes(5), Duration.ofMinutes(5), Optional.empty(), Optional.empty());
      case GCP ->
          new Limits(
              Duration.ofMinutes(5), Duration.ofMinutes(2), Optional.empty(), Optional.empty());
    };
  }
}
