package dev.trefoil.config;

import dev.trefoil.config.ReportConfig.Webhook;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Target;
import dev.trefoil.report.ReportSettings;
import dev.trefoil.report.ReportSettings.Offer;
import dev.trefoil.usage.UsageSettings;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code report}: when the report of a day is written, where to, and of which clouds. */
final class ReportReader {
  private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
  private static final LocalTime AT = LocalTime.of(6, 0);
  private static final double DEAREST = 1_000_000;
  private static final long MOST_TOKENS = 1L << 40;
  private static final double HEAVIEST = 100;

  private ReportReader() {}

  /**
   * Reads the section.
   *
   * @param usage how usage is recorded, without which there is nothing to report
   * @param jobs by cloud, where tables, blobs and queues are
   */
  static ReportConfig read(
      ConfigMap report,
      Optional<UsageSettings> usage,
      Map<Cloud, JobSettings> jobs,
      Set<String> services) {
    if (usage.isEmpty()) {
      report.mistake("", "needs 'usage', of whose record it is made");
    }
    LocalTime at =
        report.optionalText("at", TIME, "a time such as 06:00").map(LocalTime::parse).orElse(AT);
    ZoneId zone =
        report.has("timeZone")
            ? BudgetsReader.zone(report)
            : usage.map(UsageSettings::zone).orElse(ZoneOffset.UTC);
    boolean blobs = report.flag("blobs", true);
    Optional<String> queue = report.text("queue", name -> wrongQueue(name, jobs));
    boolean hooked = report.has("webhook");
    Optional<Webhook> webhook = report.map("webhook").flatMap(ReportReader::webhook);
    if (!blobs && queue.isEmpty() && !hooked) {
      report.mistake(
          "blobs", "is false, and no 'queue' or 'webhook' is named: the report would go nowhere");
    }
    List<Cloud> clouds =
        report.has("clouds")
            ? report.texts("clouds", name -> wrongCloud(name, jobs)).stream()
                .distinct()
                .map(name -> Cloud.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList()
            : List.of();
    Optional<String> region =
        report.optionalText(
            "awsRegion", "[a-z]{2}(?:-[a-z]+)+-[0-9]", "a region such as us-east-1");
    Map<Target, Offer> offers =
        report.map("provisioned").map(map -> offers(map, services)).orElse(Map.of());
    report.refuseTheRest();
    return new ReportConfig(
        new ReportSettings(at, zone, blobs, queue, clouds, region, offers), webhook);
  }

  private static Optional<Webhook> webhook(ConfigMap map) {
    if (!map.has("url")) {
      map.mistake("url", "is missing");
    }
    Optional<URI> url = map.url("url", List.of("https"));
    Optional<KeySource> key = KeySource.read(map, "keyFrom");
    map.refuseTheRest();
    return url.isPresent() && key.isPresent()
        ? Optional.of(new Webhook(url.get(), key.get()))
        : Optional.empty();
  }

  /** Only what is declared is told, and on each cloud that may have to. */
  private static Optional<String> wrongQueue(String name, Map<Cloud, JobSettings> jobs) {
    return jobs.entrySet().stream()
        .filter(one -> one.getValue().callbackQueue(name).isEmpty())
        .map(one -> one.getKey().name().toLowerCase(Locale.ROOT))
        .sorted()
        .findFirst()
        .map(cloud -> "is no queue under jobs." + cloud + ".callbacks");
  }

  private static Optional<String> wrongCloud(String name, Map<Cloud, JobSettings> jobs) {
    for (Cloud cloud : Cloud.values()) {
      if (cloud.name().toLowerCase(Locale.ROOT).equals(name)) {
        return jobs.containsKey(cloud)
            ? Optional.empty()
            : Optional.of("has no jobs." + name + ", whose table would be read");
      }
    }
    return Optional.of("is not aws, azure or gcp");
  }

  private static Map<Target, Offer> offers(ConfigMap map, Set<String> services) {
    Map<Target, Offer> offers = new LinkedHashMap<>();
    for (String name : map.names()) {
      Optional<Target> target = Target.parse(name).filter(one -> services.contains(one.service()));
      if (target.isEmpty()) {
        map.mistake(name, "is not a target of a declared service");
      }
      Optional<Offer> offer = map.map(name).flatMap(ReportReader::offer);
      if (target.isPresent() && offer.isPresent()) {
        offers.put(target.get(), offer.get());
      }
    }
    return offers;
  }

  private static Optional<Offer> offer(ConfigMap map) {
    for (String needed : List.of("usdPerHour", "tokensPerMinute")) {
      if (!map.has(needed)) {
        map.mistake(needed, "is missing");
      }
    }
    OptionalDouble usd = map.decimal("usdPerHour", 0, DEAREST);
    OptionalLong tokens = map.number("tokensPerMinute", 1, MOST_TOKENS);
    double weight = map.decimal("outputWeight", 0, HEAVIEST).orElse(1);
    map.refuseTheRest();
    return usd.isPresent() && tokens.isPresent()
        ? Optional.of(new Offer(usd.getAsDouble(), tokens.getAsLong(), weight))
        : Optional.empty();
  }
}
