package dev.trefoil.runtime;

import dev.trefoil.attempt.Sleeper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.ReportConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.Identity;
import dev.trefoil.job.JobSettings;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.policy.Cloud;
import dev.trefoil.report.DailyReport;
import dev.trefoil.report.DailyRun;
import dev.trefoil.report.ReportMaker;
import dev.trefoil.report.ReportSettings;
import dev.trefoil.report.ReportSource;
import dev.trefoil.report.Webhook;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.azure.AzureStore;
import dev.trefoil.usage.BudgetReading;
import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.UsageSettings;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes reports of what a configuration's clouds have recorded, whichever cloud asks. */
final class Reporting {
  private static final String NO_TABLE = "none";
  private static final String AZURE_STORAGE = "https://storage.azure.com";

  private Reporting() {}

  /**
   * Makes the report of a day, for a person on their own machine.
   *
   * @param clouds whose records are read: those that {@code jobs} names a table of
   * @param identity who reads them
   * @param env the process's environment
   * @throws IllegalStateException when usage is not recorded, or none of the clouds has a table
   * @throws StoreException when none of the records can be read
   */
  static DailyReport of(
      TrefoilConfig config,
      List<Cloud> clouds,
      LocalDate day,
      Identity identity,
      Map<String, String> env,
      Deadline deadline)
      throws StoreException {
    Map<Cloud, Store> stores = new EnumMap<>(Cloud.class);
    for (Cloud cloud : clouds) {
      places(config, cloud)
          .ifPresent(
              places ->
                  stores.put(
                      cloud,
                      foreign(
                          cloud,
                          places,
                          config.report().map(ReportConfig::settings),
                          identity,
                          env)));
    }
    if (stores.isEmpty()) {
      throw new IllegalStateException(
          "'jobs' names no table of " + clouds + ", in which usage would be recorded");
    }
    return maker(config, stores).make(day, deadline);
  }

  /** The clouds of which the configuration names a table. */
  static List<Cloud> clouds(TrefoilConfig config) {
    return config.jobs().keySet().stream()
        .sorted()
        .filter(cloud -> places(config, cloud).isPresent())
        .toList();
  }

  /** What writes the report that is due, on a cloud. */
  static DailyRun run(
      TrefoilConfig config, Cloud host, Store own, Identity identity, Map<String, String> env) {
    ReportConfig said = config.report().orElseThrow();
    ReportSettings settings = said.settings();
    Map<Cloud, Store> stores = new EnumMap<>(Cloud.class);
    stores.put(host, own);
    for (Cloud cloud : settings.clouds()) {
      if (cloud != host) {
        places(config, cloud)
            .ifPresent(
                places ->
                    stores.put(
                        cloud, foreign(cloud, places, Optional.of(settings), identity, env)));
      }
    }
    return new DailyRun(
        settings,
        maker(config, stores),
        own,
        settings.queue().flatMap(config.jobs().get(host)::callbackQueue),
        said.webhook().map(hook -> webhook(hook, identity, env)),
        InstantSource.system());
  }

  private static Webhook webhook(
      ReportConfig.Webhook hook, Identity identity, Map<String, String> env) {
    return new Webhook(
        hook.url(),
        Services.key(hook.key(), identity, env),
        GuardedHttp.system(),
        false,
        Sleeper.REAL,
        InstantSource.system());
  }

  /** What makes reports of some stores. */
  static ReportMaker maker(TrefoilConfig config, Map<Cloud, Store> stores) {
    UsageSettings usage =
        config
            .usage()
            .orElseThrow(
                () -> new IllegalStateException("'usage' is not recorded: nothing is known"));
    List<ReportSource> sources = new ArrayList<>();
    stores.forEach(
        (cloud, store) -> {
          RecordStore records = store.records();
          sources.add(
              new ReportSource(
                  cloud.name().toLowerCase(Locale.ROOT),
                  new UsageRecords(records, usage, InstantSource.system()),
                  config.budgets().map(budgets -> new BudgetReading(budgets, records))));
        });
    return new ReportMaker(
        sources,
        usage.zone(),
        config.budgets().map(BudgetSettings::zone),
        config.report().map(said -> said.settings().provisioned()).orElse(Map.of()),
        config.routing());
  }

  private static Optional<StorePlaces> places(TrefoilConfig config, Cloud cloud) {
    return Optional.ofNullable(config.jobs().get(cloud))
        .map(JobSettings::places)
        .filter(places -> !places.table().equals(NO_TABLE));
  }

  /** Another cloud's store, by whom the trust between the two makes us there. */
  private static Store foreign(
      Cloud cloud,
      StorePlaces places,
      Optional<ReportSettings> settings,
      Identity identity,
      Map<String, String> env) {
    if (cloud == Cloud.AZURE) {
      return AzureStore.open(places, identity.azure(AZURE_STORAGE));
    }
    Map<String, String> there = new LinkedHashMap<>(env);
    settings
        .flatMap(ReportSettings::awsRegion)
        .ifPresent(region -> there.put("AWS_REGION", region));
    return Stores.of(cloud, there).open(places, identity);
  }
}
