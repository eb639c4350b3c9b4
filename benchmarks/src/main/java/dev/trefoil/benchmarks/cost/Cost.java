// What a million calls cost, worked out from what the run has measured.
package dev.trefoil.benchmarks.cost;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions' own cost; the models' is the same however they are called. */
public final class Cost implements Measure {
  private static final String COLD = "cold start";
  private static final String WARM = "warm call, bedrock plain, wall";

  /** How long the model takes, which is billed too: the function waits for it. */
  private static final double MODEL_SECONDS = 2;

  private static final double MILLION = 1e6;

  /** Of so many calls one starts a process. */
  private static final double CALLS_A_START = 1000;

  /**
   * A way to run a function.
   *
   * @param secondCost of an instance while it answers, in dollars
   * @param callCost of a call as such, in dollars
   * @param atOnce how many calls an instance answers at once, which share its time
   */
  private record Place(
      String cloud, String instance, double secondCost, double callCost, int atOnce) {
    double million(double seconds) {
      return MILLION * (secondCost * seconds / atOnce + callCost);
    }
  }

  private static final List<Place> PLACES =
      List.of(lambda(512), lambda(1769), flex(2048, 1), flex(2048, 16), run(1), run(40), run(80));

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public void run(BenchmarkContext context, Results results) {
    Optional<Sample> cold = results.figure(COLD);
    Optional<Sample> warm = results.figure(WARM);
    if (cold.isEmpty() || warm.isEmpty()) {
      results.note("cost: worked out from the measures cold and warm of the same run.");
      return;
    }
    double call = MODEL_SECONDS + warm.get().median() / 1000;
    double started = call + cold.get().median() / 1000 / CALLS_A_START;
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "cloud",
            "instance",
            "calls at once",
            "warm",
            "one cold start in 1,000",
            "of it calls"));
    for (Place place : PLACES) {
      table.add(
          List.of(
              place.cloud(),
              place.instance(),
              String.valueOf(place.atOnce()),
              "$" + Sample.number(place.million(call)),
              "$" + Sample.number(place.million(started)),
              "$" + Sample.number(place.million(0))));
    }
    results.table("Cost of a million calls, the model's apart", table);
    results.note("cost: " + Prices.SOURCE + ".");
    results.note(
        ("cost: the model takes %s s a call, which is billed while the function waits, and the call"
                + " %s ms more (%s); a start takes %s ms everywhere (%s, measured for Lambda only)."
                + " Calls at once share an instance's time only while there are that many.")
            .formatted(
                Sample.number(MODEL_SECONDS),
                Sample.number(warm.get().median()),
                WARM,
                Sample.number(cold.get().median()),
                COLD));
  }

  private static Place lambda(int megabytes) {
    return new Place(
        "AWS Lambda",
        megabytes + " MB, arm64",
        Prices.LAMBDA_GB_SECOND * megabytes / 1024,
        Prices.LAMBDA_REQUEST,
        1);
  }

  private static Place flex(int megabytes, int atOnce) {
    return new Place(
        "Azure Flex Consumption",
        megabytes + " MB",
        Prices.FLEX_GB_SECOND * megabytes / 1024,
        Prices.FLEX_EXECUTION,
        atOnce);
  }

  private static Place run(int atOnce) {
    return new Place(
        "Cloud Run functions",
        "1 vCPU, 1 GiB",
        Prices.RUN_VCPU_SECOND + Prices.RUN_GIB_SECOND,
        Prices.RUN_REQUEST,
        atOnce);
  }
}
