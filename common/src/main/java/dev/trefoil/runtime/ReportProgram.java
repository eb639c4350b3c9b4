package dev.trefoil.runtime;

import dev.trefoil.chat.Deadline;
import dev.trefoil.config.ConfigException;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.Origin;
import dev.trefoil.policy.Cloud;
import dev.trefoil.report.CsvReport;
import dev.trefoil.report.DailyReport;
import dev.trefoil.report.HtmlReport;
import dev.trefoil.report.ReportMessage;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that writes the report of a day for the person who started it, by what is signed in on
 * their machine: {@code trefoil report} starts it, which has no vendor's library. Its arguments are
 * the day, the folder to write to, and the clouds, none for all that the configuration names a
 * table of. It ends with 0, 1 when no record can be read, 2 when the configuration is wrong.
 */
public final class ReportProgram {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private ReportProgram() {}

  public static void main(String[] args) throws IOException {
    LocalDate day = LocalDate.parse(args[0]);
    Path folder = Path.of(args[1]);
    List<Cloud> clouds = Stream.of(args).skip(2).map(Cloud::valueOf).toList();
    // Vendors' threads may be left.
    System.exit(run(day, folder, clouds, System.getenv()));
  }

  private static int run(LocalDate day, Path folder, List<Cloud> clouds, Map<String, String> env)
      throws IOException {
    try {
      TrefoilConfig config = TrefoilConfig.load(env);
      DailyReport report =
          Reporting.of(
              config,
              clouds.isEmpty() ? Reporting.clouds(config) : clouds,
              day,
              Identity.of(Origin.LOCAL, config.identity(), env),
              env,
              Deadline.after(PATIENCE));
      write(report, folder);
      return 0;
    } catch (ConfigException e) {
      e.mistakes().forEach(System.err::println);
      return 2;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (StoreException e) {
      System.err.println("The record of usage cannot be read: " + e.getMessage());
      return 1;
    }
  }

  private static void write(DailyReport report, Path folder) throws IOException {
    Path html = folder.resolve("report-" + report.day() + ".html");
    Path csv = folder.resolve("report-" + report.day() + ".csv");
    Files.createDirectories(folder);
    Files.write(html, HtmlReport.of(report));
    Files.write(csv, CsvReport.of(report));
    System.out.println(
        ReportMessage.of(report, Optional.of(html.toString()), Optional.of(csv.toString())));
    report.unread().forEach(cloud -> System.err.println("missing: " + cloud));
  }
}
