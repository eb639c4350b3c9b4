// As of which day a subcommand says what is retired.
package dev.trefoil.deployment.models;

import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.Option;

/** {@code --date DAY}. */
public final class DateOption {
  @Option(
      names = "--date",
      paramLabel = "DAY",
      description = "The day of which it is said which models are retired; today unless given.")
  private LocalDate day = LocalDate.now(ZoneOffset.UTC);

  /** The day that was given, or today's in UTC. */
  public LocalDate day() {
    return day;
  }
}
