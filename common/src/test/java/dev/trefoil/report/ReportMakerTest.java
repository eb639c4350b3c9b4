package dev.trefoil.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import dev.trefoil.report.DailyReport.Anomaly;
import dev.trefoil.report.DailyReport.Cheaper;
import dev.trefoil.report.DailyReport.Dimension;
import dev.trefoil.report.DailyReport.Event;
import dev.trefoil.report.DailyReport.Line;
import dev.trefoil.report.DailyReport.Retries;
import dev.trefoil.report.DailyReport.Saving;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException.Unreachable;
import dev.trefoil.usage.Details.Cause;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The report of a drill, to the number, and as it is shown. */
class ReportMakerTest {
  private static final LocalDate DAY = LocalDate.parse("2026-12-01");
  private static final Instant LATER = Instant.parse("2027-06-01T00:00:00Z");

  private final MemoryStore store = new MemoryStore(InstantSource.system());

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private DailyReport report() throws Exception {
    return Drill.maker(store).make(DAY, soon());
  }

  @Test
  void itSaysWhatWasUsedByWhomAndWhatWentWrong() throws Exception {
    Drill.run(store, DAY);
    DailyReport report = report();

    assertThat(report.total().calls()).isEqualTo(60);
    assertThat(report.total().failed()).isEqualTo(6);
    assertThat(report.total().nanoUsd()).isEqualTo(44 * 2_280_000L + 10 * 840_000L);
    assertThat(report.lines().get(Dimension.TARGET))
        .extracting(Line::name, line -> line.counts().attempts(), line -> line.counts().calls())
        .containsExactly(tuple("azure/dear", 70L, 44L), tuple("other/cheap", 16L, 16L));
    assertThat(report.lines().get(Dimension.TENANT))
        .singleElement()
        .satisfies(
            acme -> {
              assertThat(acme.name()).isEqualTo("acme");
              assertThat(acme.nanoUsdACall()).contains(108_720_000L / 60);
              assertThat(acme.nanoUsdAThousandTokens())
                  .contains(Math.round(108_720_000 * 1_000.0 / (54 * 1_100)));
            });
    assertThat(report.fallbacks())
        .containsExactly(
            new Event("chat", "azure/dear", Cause.THROTTLED, 10),
            new Event("chat", "azure/dear", Cause.TIMEOUT, 6));
    assertThat(report.errors())
        .containsExactly(
            new Event("chat", "azure/dear", Cause.THROTTLED, 20),
            new Event("chat", "azure/dear", Cause.TIMEOUT, 6),
            new Event("chat", "other/cheap", Cause.OVERLOADED, 6));
    assertThat(report.retries()).containsExactly(new Retries("chat", "azure/dear", 10));
    assertThat(report.total().details().quantileMs(0.5)).contains(1_750L);
    assertThat(report.unread()).isEmpty();
    assertThat(report.notes()).isEmpty();
  }

  private static Tuple tuple(Object... values) {
    return Assertions.tuple(values);
  }

  @Test
  void itSaysWhatBudgetsHaveLeftWhatCachesHaveSavedAndWhatWouldHaveBeenCheaper() throws Exception {
    Drill.run(store, DAY);
    DailyReport report = report();

    assertThat(report.budgets())
        .extracting(
            line -> line.use().scope().name(),
            line -> line.use().bound(),
            line -> line.use().used(),
            line -> line.use().most())
        .containsExactly(
            tuple("acme", "usdPerMonth", 1_500_000L, 1_000_000_000L),
            tuple("acme", "usdPerDay", 1_500_000L, 2_000_000L));
    assertThat(report.savings())
        .containsExactly(
            new Saving("azure/dear", 17_600, 35_200_000, 3_520_000, 0, 0),
            new Saving("other/cheap", 4_000, 4_000_000, 400_000, 0, 0));
    assertThat(report.savings().getFirst().saved()).isEqualTo(31_680_000);
    assertThat(report.cheaper())
        .containsExactly(
            new Cheaper(
                "chat",
                "azure/dear",
                "other/cheap",
                100_320_000,
                36_960_000,
                "(26400 × 1 + 17600 cached × 0.1 + 0 written × 1 + 4400 out × 2) / 1,000,000 ="
                    + " $0.04, in the place of $0.10"));
  }

  @Test
  void capacityIsProposedWhereItWouldHaveCostLessThatDayAndBefore() throws Exception {
    Drill.run(store, DAY);
    assertThat(report().provisioned()).as("one loud day").isEmpty();

    for (int ago = 1; ago <= 7; ago++) {
      Drill.recorder(store, DAY.minusDays(ago))
          .accept(
              Drill.call(
                  "chat",
                  Outcome.ANSWERED,
                  Drill.answered(new Target("azure", "dear")),
                  Drill.answered(new Target("azure", "dear"))));
    }

    assertThat(report().provisioned())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.units()).isEqualTo(1);
              assertThat(one.nanoUsdADay()).isEqualTo(2_400_000);
              assertThat(one.arithmetic())
                  .startsWith(
                      "30800 tokens / (100 a minute × 0.9 × 1440 minutes), rounded up, = 1 units;")
                  .contains("× $0.0001 an hour × 24 = $0.0024 a day, in the place of $0.10");
            });
  }

  @Test
  void whatIsUnlikeTheSameWeekdaysIsFound() throws Exception {
    Drill.run(store, DAY);

    assertThat(report().anomalies())
        .extracting(Anomaly::dimension, Anomaly::name, Anomaly::measure, Anomaly::median)
        .containsExactlyInAnyOrder(
            tuple("all", "all", "calls", 10.0),
            tuple("all", "all", "cost", 0.0228),
            tuple("tenant", "acme", "calls", 10.0),
            tuple("tenant", "acme", "cost", 0.0228),
            tuple("route", "chat", "calls", 10.0),
            tuple("route", "chat", "cost", 0.0228),
            tuple("target", "azure/dear", "calls", 10.0),
            tuple("target", "azure/dear", "cost", 0.0228),
            tuple("target", "other/cheap", "calls", 0.0));
    assertThat(Drill.maker(store).make(DAY.minusWeeks(1), soon()).anomalies())
        .as("a day like those before")
        .isEmpty();
  }

  @Test
  void tooLittleHistoryAndWhatOlderProcessesDidNotCountIsSaid() throws Exception {
    RecordKey key = new RecordKey("trefoil.usage." + DAY, "a.b.00");
    store.create(
        key,
        "{\"format\":1,\"tenant\":\"\",\"caller\":\"ada\",\"route\":\"chat\",\"target\":\"azure/dear\"}",
        LATER,
        soon());
    store.add(key, Map.of("calls", 3L, "attempts", 4L, "unpriced", 1L), LATER, soon());

    DailyReport report = report();

    assertThat(report.total().calls()).isEqualTo(3);
    assertThat(report.notes())
        .containsExactly(
            "Processes of an older version have counted 3 of the calls and 4 of the attempts: why"
                + " those failed and how long they took is not known.",
            "Of 1 attempts and checks no price is known: they count as 0.",
            "Too little history for anomalies: 0 of the 4 Tuesdays that it takes at least.");
    assertThat(report.anomalies()).isEmpty();
    assertThat(new String(HtmlReport.of(report), UTF_8)).contains("Of no call is it known.");
  }

  @Test
  void cloudsAreAddedUpAndOneThatCannotBeReadIsSaidToBeMissing() throws Exception {
    MemoryStore other = new MemoryStore(InstantSource.system());
    Drill.run(store, DAY);
    Drill.run(other, DAY);
    RecordStore down =
        (RecordStore)
            Proxy.newProxyInstance(
                RecordStore.class.getClassLoader(),
                new Class<?>[] {RecordStore.class},
                (proxy, method, arguments) -> {
                  throw new Unreachable("it is down");
                });
    ReportMaker maker =
        new ReportMaker(
            List.of(
                Drill.source("aws", store),
                Drill.source("azure", down),
                Drill.source("gcp", other)),
            ZoneOffset.UTC,
            Optional.empty(),
            Map.of(),
            Drill.config().routing());

    DailyReport report = maker.make(DAY, soon());

    assertThat(report.total().calls()).isEqualTo(120);
    assertThat(report.clouds()).containsExactly("aws", "gcp");
    assertThat(report.unread()).containsExactly("azure: it is down");
    assertThat(report.budgets()).hasSize(4);
    ReportMaker none =
        new ReportMaker(
            List.of(Drill.source("azure", down)),
            ZoneOffset.UTC,
            Optional.empty(),
            Map.of(),
            Drill.config().routing());
    assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> none.make(DAY, soon()));
  }

  @Test
  void whateverNamesSayIsShownAsText() throws Exception {
    String hostile = "=HYPERLINK(\"x\")</td><script>alert('1')</script>&\u0001\ud800";
    Drill.recorder(store, DAY)
        .accept(
            Drill.call(
                hostile, Outcome.ANSWERED, Drill.answered(new Target("azure", "<img src=x>"))));
    DailyReport report = report();

    byte[] html = HtmlReport.of(report);
    String page = new String(html, UTF_8);
    assertThat(page)
        .doesNotContain("<script", "<img")
        .contains("=HYPERLINK(&quot;x&quot;)&lt;/td&gt;&lt;script&gt;", "azure/&lt;img src=x&gt;");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html)); // Well-formed as XML, too.
    String csv = new String(CsvReport.of(report), UTF_8);
    assertThat(csv).contains("route,\"'=HYPERLINK(\"\"x\"\")</td>").doesNotContain(",=HYPER");
    String message = ReportMessage.of(report, Optional.of("h"), Optional.empty());
    assertThat(Json.text(Json.readWhole(message), "html")).contains("h");
    assertThat(message).contains("\"calls\":1", "\"cost_usd\":0.00084");
  }

  @Test
  void theMessageNamesBudgetsThatAreNearlySpentAndWhatIsUnusual() throws Exception {
    Drill.run(store, DAY);

    String message = ReportMessage.of(report(), Optional.empty(), Optional.empty());

    assertThat(message)
        .contains(
            "\"budgets\":[{\"cloud\":\"one\",\"of\":\"the tenant acme\",\"bound\":\"usdPerDay\","
                + "\"percent\":75}]")
        .contains("{\"of\":\"all all\",\"measure\":\"calls\",\"value\":60,\"median\":10}")
        .doesNotContain("usdPerMonth");
  }
}
