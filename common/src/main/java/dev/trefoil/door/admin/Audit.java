package dev.trefoil.door.admin;

import dev.trefoil.door.DoorCall;
import java.lang.System.Logger.Level;

/** What operators do, as lines of the log that begin with {@code audit:}. */
final class Audit {
  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  private Audit() {}

  /**
   * @param what the caller did
   */
  static void log(DoorCall call, String what) {
    LOG.log(
        Level.INFO,
        "audit: "
            + call.caller().label()
            + call.caller().tenant().map(tenant -> " of " + tenant).orElse("")
            + " "
            + what.replaceAll("\\p{Cntrl}", "?"));
  }
}
