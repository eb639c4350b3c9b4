package dev.trefoil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.crash.Accounts;
import dev.trefoil.local.crash.AgentRuns;
import dev.trefoil.local.crash.ChatJobs;
import dev.trefoil.local.crash.CrashDrill;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ./trefoil crash}, reduced, and {@code ./trefoil crash --agents} on the same clouds. */
class CrashTest {
  private static final CrashDrill.Plan JOBS = new CrashDrill.Plan(30, 2, 2, 7);
  private static final CrashDrill.Plan RUNS = new CrashDrill.Plan(12, 0, 1, 7);

  @ParameterizedTest
  @EnumSource
  void noJobIsLostAndNothingIsPaidForTwiceButWhatItsWorkerDiedOver(Form form) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try (AgentRuns runs = new AgentRuns();
        LocalClouds clouds =
            LocalClouds.start(
                new LocalClouds.Options(
                    Ports.anyFree(),
                    LocalConfig.of(runs.declaredIn(CrashCommand.CONFIG), Map.of()),
                    RunningClouds.home(),
                    Optional.empty(),
                    LambdaSettings.DEFAULT,
                    form))) {
      List<Accounts> all = new ArrayList<>(CrashDrill.onEach(clouds, new ChatJobs(), JOBS));
      all.addAll(CrashDrill.onEach(clouds, runs, RUNS));
      all.forEach(System.out::println);
      assertThat(said.toString(UTF_8))
          .as("of processes that were killed on purpose")
          .doesNotContain("its last lines");
      assertThat(all)
          .isNotEmpty()
          .allSatisfy(
              accounts -> {
                assertThat(accounts.isSound()).as(accounts.toString()).isTrue();
                assertThat(accounts.takenOver()).as(accounts.toString()).isPositive();
              });
    } finally {
      System.setErr(before);
    }
  }
}
