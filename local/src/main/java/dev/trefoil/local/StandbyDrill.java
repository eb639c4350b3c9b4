// Starts containers with and without copies for a standby, and measures the first failover to it.
package dev.trefoil.local;

import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.drill.Site;
import dev.trefoil.local.drill.Standby;
import dev.trefoil.local.drill.Standby.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The drill of standbys. */
final class StandbyDrill {
  private static final String SERVICE = "azure";

  private StandbyDrill() {}

  /** In a process of its own: containers, which send copies after an answer. */
  static Measured run(Ports ports, Path home, boolean shadowed)
      throws IOException, InterruptedException {
    LocalClouds.Options options =
        new LocalClouds.Options(
            ports,
            LocalConfig.of(LocalConfig.standby(shadowed), Map.of()),
            home,
            Optional.empty(),
            LambdaSettings.DEFAULT,
            Form.CONTAINERS);
    try (LocalClouds clouds = LocalClouds.start(options)) {
      Site site = DrillSite.of(clouds, 1);
      return new Standby(site, site.doors().getFirst(), SERVICE).run(shadowed);
    }
  }

  /** As a person reads it. */
  static String report(Measured shadowed, Measured alone) {
    return String.format(
            Locale.ROOT,
            "%-28s%10s%16s%12s%10s%n",
            "failover to a standby that",
            "copies",
            "first answer",
            "later",
            "ratio")
        + line("got copies of calls", shadowed)
        + line("was never asked before", alone);
  }

  private static String line(String what, Measured measured) {
    return String.format(
        Locale.ROOT,
        "%-28s%10d%13.1f ms%9.1f ms%10.2f%n",
        what,
        measured.copies(),
        measured.first(),
        measured.warm(),
        measured.ratio());
  }
}
