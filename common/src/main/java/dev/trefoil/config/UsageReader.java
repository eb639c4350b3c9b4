package dev.trefoil.config;

import dev.trefoil.usage.UsageSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads {@code usage}: whether, and for how long, it is recorded what calls use. */
final class UsageReader {
  private static final long DEFAULT_DAYS = 400;
  private static final long MOST_DAYS = 3_650;

  private UsageReader() {}

  /** Empty where it is not. To be called before {@code jobs} is read. */
  static Optional<UsageSettings> read(ConfigMap file) {
    if (!file.has("usage")) {
      return Optional.empty();
    }
    Optional<UsageSettings> settings = settings(file);
    if (settings.isPresent() && !file.has("jobs")) {
      file.mistake("usage", "needs 'jobs', in whose table it is kept");
    }
    return settings;
  }

  private static Optional<UsageSettings> settings(ConfigMap file) {
    if (file.isText("usage")) {
      return file.flag("usage")
          ? Optional.of(new UsageSettings(ZoneOffset.UTC, Duration.ofDays(DEFAULT_DAYS)))
          : Optional.empty();
    }
    return file.map("usage").map(UsageReader::settingsOf);
  }

  private static UsageSettings settingsOf(ConfigMap map) {
    ZoneId zone = BudgetsReader.zone(map);
    long days = map.number("keepDays", 1, MOST_DAYS).orElse(DEFAULT_DAYS);
    map.refuseTheRest();
    return new UsageSettings(zone, Duration.ofDays(days));
  }
}
