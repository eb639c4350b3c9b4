// The time that every entry bears, so that archives are the same bytes whenever they are made.
package dev.trefoil.deployment.archive;

import java.time.LocalDateTime;

/** The time of every entry; in local time, as zip files count it, so the same in every zone. */
final class Stamp {
  static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private Stamp() {}
}
