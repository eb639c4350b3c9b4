package dev.trefoil.door;

import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.NewerFormat;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Says why what is kept cannot be told or written. */
public final class StoreProblems {
  private static final System.Logger LOG = System.getLogger(StoreProblems.class.getName());

  private static final Duration SOON = Duration.ofSeconds(5);

  /** The code of a store that is not there; ./trefoil doctor looks for it. */
  private static final String STORE_MISSING = "job_store_missing";

  private StoreProblems() {}

  /** 503: the store did not do it. The log has its own words. */
  public static Problem of(StoreException e) {
    if (e instanceof Absent) {
      LOG.log(Level.ERROR, e.getMessage());
      return Problem.of(
          503,
          STORE_MISSING,
          "The table, container or queue of what is kept is not there; the log names it.");
    }
    LOG.log(Level.WARNING, e.getMessage());
    if (e instanceof NewerFormat) {
      return Problem.of(
              503,
              "newer_record",
              "A newer version of Trefoil wrote this record, and this process cannot read it; one of"
                  + " that version can.")
          .withRetryAfter(SOON);
    }
    return Problem.of(
            503,
            "job_store_unavailable",
            "The store of what is kept cannot be reached; the log says why.")
        .withRetryAfter(SOON);
  }
}
