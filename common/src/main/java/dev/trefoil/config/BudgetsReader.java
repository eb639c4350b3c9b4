package dev.trefoil.config;

import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.BudgetTerms;
import dev.trefoil.usage.Terms;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads {@code budgets}: what accounts may use of a day and of a month. */
final class BudgetsReader {
  private static final double LEAST_USD = 0.000_001;
  private static final double MOST_USD = 1_000_000;
  private static final long MOST_TOKENS = 1_000_000_000_000L;
  private static final long MOST_OUTPUT = 1_000_000;
  private static final int MOST_SHARDS = 64;
  private static final double WARN_AT = 0.8;
  private static final String CHEAPER = "cheaperRoute";

  private final TermsReader accounts;
  private final double warnAt;

  private BudgetsReader(TermsReader accounts, double warnAt) {
    this.accounts = accounts;
    this.warnAt = warnAt;
  }

  /** Empty where there are none. To be called before {@code jobs} is read. */
  static Optional<BudgetSettings> read(ConfigMap file, TermsReader accounts) {
    if (file.has("budgets") && !file.has("jobs")) {
      file.mistake("budgets", "needs 'jobs', in whose table is counted");
    }
    return file.map("budgets").map(section -> settings(section, accounts));
  }

  private static BudgetSettings settings(ConfigMap section, TermsReader accounts) {
    ZoneId zone = zone(section);
    double warnAt = section.decimal("warnAt", 0.01, 1).orElse(WARN_AT);
    long output =
        section
            .number("assumedOutputTokens", 1, MOST_OUTPUT)
            .orElse(BudgetSettings.ASSUMED_OUTPUT_TOKENS);
    int shards = (int) section.number("shards", 1, MOST_SHARDS).orElse(1);
    BudgetsReader reader = new BudgetsReader(accounts, warnAt);
    Terms<BudgetTerms> terms = accounts.read(section, reader::terms);
    if (terms.byKind().isEmpty()) {
      section.mistake("", "bounds nobody: name all, tenants, callers, routes or targets");
    }
    section.refuseTheRest();
    return new BudgetSettings(terms, zone, output, shards);
  }

  /** Whose midnight ends a day: UTC's unless said. */
  static ZoneId zone(ConfigMap map) {
    return map.text("timeZone", BudgetsReader::wrongZone).map(ZoneId::of).orElse(ZoneOffset.UTC);
  }

  private static Optional<String> wrongZone(String text) {
    try {
      var unused = ZoneId.of(text);
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of("is not a time zone: write UTC, or one such as Europe/Berlin");
    }
  }

  private BudgetTerms terms(ConfigMap map) {
    if (List.of("usdPerDay", "usdPerMonth", "tokensPerDay", "tokensPerMonth").stream()
        .noneMatch(map::has)) {
      map.mistake("", "says no budget: usdPerDay, usdPerMonth, tokensPerDay or tokensPerMonth");
    }
    boolean routes =
        map.word("overBudget", List.of("refuse", "route")).filter("route"::equals).isPresent();
    if (routes != map.has(CHEAPER)) {
      map.mistake(CHEAPER, routes ? "is missing" : "is for 'overBudget: route' alone");
      map.forget(CHEAPER);
    }
    Optional<String> instead =
        map.text(
            CHEAPER,
            name ->
                accounts.routes().contains(name)
                    ? Optional.empty()
                    : Optional.of("is not a route"));
    BudgetTerms read =
        new BudgetTerms(
            map.decimal("usdPerDay", LEAST_USD, MOST_USD),
            map.decimal("usdPerMonth", LEAST_USD, MOST_USD),
            map.number("tokensPerDay", 1, MOST_TOKENS),
            map.number("tokensPerMonth", 1, MOST_TOKENS),
            map.decimal("warnAt", 0.01, 1).orElse(warnAt),
            instead);
    map.refuseTheRest();
    return read;
  }
}
