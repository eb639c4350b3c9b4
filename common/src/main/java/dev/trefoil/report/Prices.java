package dev.trefoil.report;

import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.report.DailyReport.Cheaper;
import dev.trefoil.report.DailyReport.Provisioned;
import dev.trefoil.report.DailyReport.Saving;
import dev.trefoil.report.DaySums.RouteTarget;
import dev.trefoil.report.ReportSettings.Offer;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.usage.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the price table says of what was used: what caches have saved, and what would have been
 * cheaper. Prices are those of today, and of prompts of a usual length.
 */
final class Prices {
  private static final double MILLION = 1e6;
  private static final int MOST = 20;
  private static final double SHARE = 0.9;
  private static final int MINUTES = 1_440;
  private static final int HOURS = 24;
  private static final String CHECKS = "guardrails/";

  private final RoutingTable table;

  Prices(RoutingTable table) {
    this.table = table;
  }

  /** Of a target; empty for guardrails, and where nobody knows it. */
  private Optional<Price> price(String name) {
    return name.startsWith(CHECKS) ? Optional.empty() : Target.parse(name).flatMap(this::priceOf);
  }

  private Optional<Price> priceOf(Target target) {
    return table
        .prices()
        .of(target, table.models().of(target.service(), target.model()).family())
        .map(
            price ->
                new Price(
                    price.input(),
                    price.output(),
                    price.cachedInput(),
                    price.cacheWrite(),
                    price.cacheWriteHour(),
                    Optional.empty()));
  }

  List<Saving> savings(Map<String, Counts> targets) {
    List<Saving> savings = new ArrayList<>();
    targets.forEach(
        (name, counts) -> {
          if (counts.cached() > 0 || counts.written() > 0) {
            price(name).map(price -> saving(name, counts, price)).ifPresent(savings::add);
          }
        });
    savings.sort(
        Comparator.comparingLong((Saving one) -> -one.saved()).thenComparing(Saving::target));
    return savings;
  }

  private static Saving saving(String target, Counts counts, Price price) {
    return new Saving(
        target,
        counts.cached(),
        Money.nano(counts.cached() * price.input() / MILLION),
        Money.nano(counts.cached() * price.cachedInput() / MILLION),
        counts.written(),
        Money.nano(counts.written() * (price.cacheWrite() - price.input()) / MILLION));
  }

  /** The same tokens at the route's other targets, which keep to its residency. */
  List<Cheaper> cheaper(Map<RouteTarget, Counts> used) {
    List<Cheaper> cheaper = new ArrayList<>();
    for (Route route : table.routes()) {
      used.forEach(
          (at, counts) -> {
            if (at.route().equals(route.name())) {
              cheapest(route, at.target(), counts).ifPresent(cheaper::add);
            }
          });
    }
    cheaper.sort(
        Comparator.comparingLong((Cheaper one) -> one.nanoUsdThere() - one.nanoUsd())
            .thenComparing(Cheaper::route)
            .thenComparing(Cheaper::target));
    return cheaper.subList(0, Math.min(MOST, cheaper.size()));
  }

  private Optional<Cheaper> cheapest(Route route, String target, Counts counts) {
    Optional<Price> own = price(target);
    Usage usage = new Usage(counts.input(), counts.output(), counts.cached(), counts.written(), 0);
    if (own.isEmpty() || usage.totalTokens() == 0) {
      return Optional.empty();
    }
    long here = Money.nano(own.get().of(usage));
    return route.targets().stream()
        .filter(name -> !name.equals(target) && !name.contains(Route.MODEL))
        .filter(name -> keepsToItsRoute(route, name))
        .flatMap(
            name ->
                price(name).map(price -> there(route, target, name, price, usage, here)).stream())
        .filter(one -> one.nanoUsdThere() < one.nanoUsd())
        .min(Comparator.comparingLong(Cheaper::nanoUsdThere).thenComparing(Cheaper::other));
  }

  private boolean keepsToItsRoute(Route route, String name) {
    return route.residency().isEmpty()
        || Target.parse(name)
            .filter(one -> table.residencies().of(one, 0).keepsTo(route.residency()))
            .isPresent();
  }

  private static Cheaper there(
      Route route, String target, String other, Price price, Usage usage, long here) {
    long there = Money.nano(price.of(usage));
    return new Cheaper(
        route.name(),
        target,
        other,
        here,
        there,
        "(%d × %s + %d cached × %s + %d written × %s + %d out × %s) / 1,000,000 = %s, in the place of %s"
            .formatted(
                usage.freshTokens(),
                Money.number(price.input()),
                usage.cachedTokens(),
                Money.number(price.cachedInput()),
                usage.cacheWriteTokens(),
                Money.number(price.cacheWrite()),
                usage.completionTokens(),
                Money.number(price.output()),
                Money.shown(there),
                Money.shown(here)));
  }

  /**
   * Where capacity would have cost less on the day, and on half of the days before.
   *
   * @param before what the targets have used on each of the days before
   */
  List<Provisioned> provisioned(Map<Target, Offer> offers, DaySums today, List<DaySums> before) {
    List<Provisioned> proposed = new ArrayList<>();
    offers.forEach(
        (target, offer) -> {
          Counts used = today.of(DailyReport.Dimension.TARGET, target.toString());
          long tokens =
              Math.max(0, used.input() - used.cached())
                  + Math.round(used.output() * offer.outputWeight());
          long units =
              Math.max(1, (long) Math.ceil(tokens / (offer.tokensPerMinute() * SHARE * MINUTES)));
          long cost = Money.nano(units * offer.usdPerHour() * HOURS);
          double usual =
              before.isEmpty()
                  ? 0
                  : Anomalies.median(
                      before.stream()
                          .mapToDouble(
                              day ->
                                  day.of(DailyReport.Dimension.TARGET, target.toString()).nanoUsd())
                          .toArray());
          if (used.nanoUsd() > cost && usual > cost) {
            proposed.add(
                new Provisioned(
                    target.toString(),
                    units,
                    cost,
                    ("%d tokens / (%d a minute × %s × %d minutes), rounded up, = %d units;"
                            + " × $%s an hour × %d = %s a day, in the place of %s (median of the %d"
                            + " days before: %s)")
                        .formatted(
                            tokens,
                            offer.tokensPerMinute(),
                            Money.number(SHARE),
                            MINUTES,
                            units,
                            Money.number(offer.usdPerHour()),
                            HOURS,
                            Money.shown(cost),
                            Money.shown(used.nanoUsd()),
                            before.size(),
                            Money.shown(Math.round(usual)))));
          }
        });
    proposed.sort(Comparator.comparing(Provisioned::target));
    return proposed;
  }
}
