package dev.trefoil.report;

import dev.trefoil.usage.Details;

/** How long calls took, in words. */
final class Latency {
  private Latency() {}

  /** Milliseconds; {@code >160000} above the last bucket; empty where no call is known. */
  static String ms(Details details, double share) {
    return details.timed() == 0
        ? ""
        : details
            .quantileMs(share)
            .map(millis -> Long.toString(millis))
            .orElse(">" + Details.BUCKETS_MS.getLast());
  }
}
