package dev.trefoil.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.policy.Cloud;
import dev.trefoil.report.Drill;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Queues.Received;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a schedule runs in a function. */
class ReportingTest {
  private final MemoryStore memory = new MemoryStore(InstantSource.system());

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private TrefoilRuntime start(String config) {
    return TrefoilRuntime.start(
        Cloud.AZURE,
        Map.of("TREFOIL_CONFIG", config, "TREFOIL_LOOPBACK", "true"),
        (places, identity) -> memory.store());
  }

  @Test
  void theReportOfYesterdayIsWrittenByTheFirstWhoWakes() throws Exception {
    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    Drill.run(memory, yesterday);
    String config =
        Drill.CONFIG
            .replace("jobs: {aws:", "jobs: {azure:")
            .replace("{queue: ops,", "{at: \"00:00\", queue: ops,");
    try (TrefoilRuntime one = start(config);
        TrefoilRuntime other = start(config)) {
      assertThat(one.report(soon())).contains(yesterday);
      assertThat(other.report(soon())).isEmpty();
      assertThat(one.report(soon())).isEmpty();
    }

    assertThat(memory.receive("q", 10, Duration.ofHours(1), Duration.ZERO, soon()))
        .singleElement()
        .extracting(Received::body)
        .asString()
        .contains("\"clouds\":[\"azure\"]", "\"calls\":60");
    assertThat(new String(memory.get("reports/" + yesterday + "/html", soon()), UTF_8))
        .contains("60 calls, 6 failed");
  }

  @Test
  void withoutASectionNothingIsWritten() throws Exception {
    String config =
        Drill.CONFIG.replace("jobs: {aws:", "jobs: {azure:").replaceFirst("(?m)^report:.*\n", "");
    try (TrefoilRuntime runtime = start(config)) {
      assertThat(runtime.report(soon())).isEmpty();
    }
    assertThat(memory.receive("q", 10, Duration.ofHours(1), Duration.ZERO, soon())).isEmpty();
  }
}
