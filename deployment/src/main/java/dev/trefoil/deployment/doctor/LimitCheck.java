// Times that must fit one another: function, front door, queue, lease.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a configuration with the limits of where it runs. */
final class LimitCheck {
  /** "Configuring a queue to use with Lambda", AWS Lambda Developer Guide. */
  private static final int VISIBILITY_FACTOR = 6;

  private LimitCheck() {}

  static List<Finding> of(TrefoilConfig config, Cloud on, Limits limits) {
    List<Finding> findings = new ArrayList<>();
    limits
        .frontDoor()
        .filter(door -> door.compareTo(limits.http()) < 0)
        .ifPresent(door -> findings.add(shortDoor(door, limits.http(), config.http().frontDoor())));
    JobSettings jobs = config.jobs().get(on);
    if (jobs != null) {
      findings.add(lease(jobs.lease(), limits.job()));
      limits
          .visibility()
          .ifPresent(time -> findings.add(visibility(time, limits.job(), jobs.lease())));
    }
    return findings;
  }

  private static Finding shortDoor(
      Duration door, Duration function, Optional<Duration> configured) {
    return configured.isPresent() && configured.get().compareTo(door) < 0
        ? new Finding.Fine(
            "frontDoorTimeoutMs ends calls before what stands before the function does (%s)"
                .formatted(seconds(door)))
        : new Finding.Note(
            "what stands before the function waits %s, the function may take %s"
                .formatted(seconds(door), seconds(function)),
            "set frontDoorTimeoutMs to less than %d, so that another target is tried in time; callers with longer calls use a door that waits longer, as on AWS a Function URL"
                .formatted(door.toMillis()));
  }

  private static Finding lease(Duration lease, Duration job) {
    return lease.compareTo(job) < 0
        ? new Finding.Fine(
            "the job function may take longer (%s) than jobs.leaseSeconds (%s)"
                .formatted(seconds(job), seconds(lease)))
        : new Finding.Fault(
            "the job function may take %s, which is not longer than jobs.leaseSeconds (%s): it would be ended between the answer and its result"
                .formatted(seconds(job), seconds(lease)),
            "set jobs.leaseSeconds to less than %d, or the function's timeout to more"
                .formatted(job.toSeconds()));
  }

  private static Finding visibility(Duration visibility, Duration job, Duration lease) {
    Duration six = job.multipliedBy(VISIBILITY_FACTOR);
    Duration needed = six.compareTo(lease) > 0 ? six : lease;
    return visibility.compareTo(needed) >= 0
        ? new Finding.Fine(
            "the queue hides a message %s: six times what the job function may take, and the lease"
                .formatted(seconds(visibility)))
        : new Finding.Fault(
            "the queue hides a message %s, which is less than six times what the job function may take (%s), or than jobs.leaseSeconds (%s): it would be delivered while it is worked on"
                .formatted(seconds(visibility), seconds(job), seconds(lease)),
            "set the queue's visibility timeout to %d; template.yaml does it by JobTimeout"
                .formatted(needed.toSeconds()));
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + " s";
  }
}
