package dev.trefoil.config;

import dev.trefoil.job.JobSettings;
import dev.trefoil.job.ResultLinks;
import dev.trefoil.job.Workers;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StorePlaces;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code jobs}: where the queue, table and blobs are, on each cloud that has them. */
final class JobReader {
  private static final long DEFAULT_KEEP_HOURS = 24;
  private static final long DEFAULT_ATTEMPTS = 8;

  /** What is no longer lies in the record, where no link leads. */
  private static final long LEAST_LINKED = 60_000;

  /** Each holds a connection to a model service. */
  private static final long MOST_WORKERS = 100;

  /** Cloud Run returns 32 MiB at most. */
  private static final long MOST_INLINE = 30_000_000;

  private JobReader() {}

  static void read(ConfigMap section, Map<Cloud, JobSettings> jobs) {
    Duration lease =
        Duration.ofSeconds(
            section.number("leaseSeconds", 5, 3600).orElse(JobSettings.DEFAULT_LEASE.toSeconds()));
    Duration keep =
        Duration.ofHours(section.number("keepHours", 1, 8760).orElse(DEFAULT_KEEP_HOURS));
    int attempts = (int) section.number("attempts", 1, 100).orElse(DEFAULT_ATTEMPTS);
    ResultLinks links =
        new ResultLinks(
            (int)
                section
                    .number("resultLinkBytes", LEAST_LINKED, MOST_INLINE)
                    .orElse(ResultLinks.DEFAULT_ABOVE),
            Duration.ofSeconds(
                section
                    .number("resultLinkSeconds", 60, BlobLink.LONGEST_VALID_FOR.toSeconds())
                    .orElse(ResultLinks.DEFAULT_VALID_FOR.toSeconds())));
    int atOnce = (int) section.number("containerWorkers", 0, MOST_WORKERS).orElse(0);
    // Read by ./trefoil up, which puts the places in itself.
    section.flag("emulate");
    for (Cloud cloud : Cloud.values()) {
      Optional<ConfigMap> place = section.map(cloud.name().toLowerCase(Locale.ROOT));
      if (place.isPresent()) {
        jobs.put(cloud, settings(cloud, place.get(), lease, keep, attempts, links, atOnce));
        place.get().refuseTheRest();
      }
    }
    section.refuseTheRest();
  }

  private static JobSettings settings(
      Cloud cloud,
      ConfigMap place,
      Duration lease,
      Duration keep,
      int attempts,
      ResultLinks links,
      int atOnce) {
    // Elsewhere one table has both kinds of records.
    Optional<String> orderedTable =
        cloud == Cloud.AWS
            ? place.text("orderedTable").filter(table -> !table.equals("none"))
            : Optional.empty();
    Optional<String> queue = place.requiredText("queue");
    Optional<String> source = cloud == Cloud.GCP ? place.text("subscription") : queue;
    return new JobSettings(
        queue.orElse(""),
        place.requiredText("deadLetters").orElse(""),
        new StorePlaces(
            place.requiredText("table").orElse(""),
            orderedTable,
            place.requiredText("blobs").orElse("")),
        place.map("callbacks").map(CallbackReader::read).orElse(Map.of()),
        lease,
        keep,
        attempts,
        links,
        new Workers(atOnce, source));
  }
}
