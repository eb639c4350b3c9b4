package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.report.CsvReport;
import dev.trefoil.report.DailyReport;
import dev.trefoil.report.Drill;
import dev.trefoil.report.HtmlReport;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Store;
import dev.trefoil.usage.Budgets;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.Planned;
import dev.trefoil.usage.UsageRecorder;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.UsageSettings;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets that many processes spend at once, and the record of usage, on every cloud's store. */
abstract class BudgetsContract {
  private static final long DOLLAR = 1_000_000;

  private final String tenant = "tenant-" + UUID.randomUUID();

  /** The store, as each process opens it. */
  abstract Store store() throws Exception;

  /** What another process needs to open the store; empty where none can. */
  abstract Optional<Map<String, String>> environment() throws Exception;

  private String dollar(int shards) {
    return "{shards: " + shards + ", tenants: {" + tenant + ": {usdPerMonth: 1}}}";
  }

  private Budgets budgets(int shards) throws Exception {
    return new Budgets(
        TrefoilConfig.parse(Planned.CONFIG + "budgets: " + dollar(shards), Map.of())
            .budgets()
            .orElseThrow(),
        store().records(),
        InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void processesThatSpendAtOnceNeverPassTheBudget(int shards) throws Exception {
    AtomicLong paid = new AtomicLong();
    List<Future<?>> spenders = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int process = 0; process < 4; process++) {
        Budgets budgets = budgets(shards);
        for (int i = 0; i < 5; i++) {
          spenders.add(threads.submit(() -> spend(budgets, paid)));
        }
      }
    }
    for (Future<?> one : spenders) {
      one.get();
    }

    assertThat(paid.get()).isBetween(DOLLAR / 2, DOLLAR);
  }

  /** Until there is no room, in micro-dollars. */
  private void spend(Budgets budgets, AtomicLong paid) {
    Requirements needs = Planned.needs(20_000);
    Plan plan = Planned.plan("chat", needs);
    while (true) {
      try {
        Reservation held = budgets.admit(Planned.call("ada", Optional.of(tenant)), plan, needs);
        paid.addAndGet(15_000);
        held.settle(Planned.answered(plan.steps().getFirst(), 0, 15_000));
      } catch (AdmissionException e) {
        if (e.reason() == Reason.BUDGET) {
          return;
        }
        // A store that is not reached in time has no say in who may spend.
      }
    }
  }

  @Test
  void processesThatAreKilledNeverPassTheBudget() throws Exception {
    Optional<Map<String, String>> environment = environment();
    assumeTrue(environment.isPresent(), "skipped: a store in memory is one process's");
    AtomicLong paid = new AtomicLong();
    CountDownLatch some = new CountDownLatch(10);
    List<Process> processes = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Process process = spender(environment.get());
      processes.add(process);
      readers.add(
          Thread.ofVirtual()
              .start(
                  () ->
                      process
                          .inputReader()
                          .lines()
                          .filter(line -> line.startsWith("paid "))
                          .forEach(
                              line -> {
                                paid.addAndGet(Long.parseLong(line.substring(5)));
                                some.countDown();
                              })));
    }
    try {
      assertThat(some.await(1, TimeUnit.MINUTES)).as("processes pay").isTrue();
      kill(processes.get(0));
      kill(processes.get(1));
      assertThat(processes.get(2).waitFor()).as("the process that lives").isZero();
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    for (Thread reader : readers) {
      reader.join();
    }

    // Of each of the dead ones' threads at most one reservation stays charged and unpaid.
    assertThat(paid.get()).isBetween(DOLLAR / 2, DOLLAR);
    AtomicLong late = new AtomicLong();
    spend(budgets(1), late);
    assertThat(paid.get() + late.get()).as("with whoever comes later").isLessThanOrEqualTo(DOLLAR);
  }

  /** By its handle, which leaves what it has printed to be read. */
  private static void kill(Process process) {
    assertThat(process.toHandle().destroyForcibly()).isTrue();
  }

  private Process spender(Map<String, String> environment) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Functions.QUICK_TO_START);
    command.add("-Djavax.net.ssl.trustStore=" + StoreEmulators.CLOUD.tls().trustStore());
    command.add(
        "-Djavax.net.ssl.trustStorePassword=" + StoreEmulators.CLOUD.tls().trustStorePassword());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SpendingProcess.class.getName());
    command.add(dollar(1));
    command.add(tenant);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void usageOfProcessesAtOnceIsCountedOnceAndLosesNothing() throws Exception {
    UsageSettings settings = new UsageSettings(ZoneOffset.UTC, Duration.ofDays(1));
    Plan plan = Planned.plan("chat", Planned.needs(10));
    List<UsageRecorder> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(new UsageRecorder(store().records(), settings, InstantSource.system()));
    }
    Caller caller = Caller.of("ada", Optional.of(tenant), Optional.empty());
    Subject subject = new Subject("r", caller, Optional.empty(), "chat", false, Instant.EPOCH);
    UsageRecords records = new UsageRecords(store().records(), settings, InstantSource.system());
    var day = records.today();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        UsageRecorder process = processes.get(i % processes.size());
        threads.submit(
            () ->
                process.accept(
                    new CallEnded(
                        subject,
                        Outcome.ANSWERED,
                        Planned.answered(plan.steps().getFirst(), 3, 2),
                        Duration.ZERO)));
      }
    }
    for (UsageRecorder process : processes) {
      assertThat(process.flush(Deadline.after(Duration.ofSeconds(30)))).isTrue();
    }

    Counts counted =
        records
            .read(day, day.plusDays(1), Optional.of(caller), Deadline.after(Duration.ofSeconds(30)))
            .orElseThrow()
            .stream()
            .map(UsageRecords.Counted::counts)
            .reduce(Counts.NONE, Counts::plus);
    assertThat(counted)
        .isEqualTo(
            new Counts(200, 0, 200, 0, 0, 600, 0, 0, 400, 0, 1_000_000).with(counted.details()));
    assertThat(counted.details())
        .satisfies(
            details -> {
              assertThat(details.calls()).isEqualTo(200);
              assertThat(details.passed()).isEqualTo(200);
              assertThat(details.timed()).isEqualTo(200);
            });
  }

  /** On a day of its own: nothing else is recorded years from now. */
  @Test
  void theReportOfADrillIsTheOneThatMemoryGives() throws Exception {
    LocalDate day = LocalDate.parse("2040-01-03").plusWeeks(new Random().nextInt(10_000) * 10L);
    MemoryStore memory = new MemoryStore(InstantSource.system());
    Drill.run(memory, day);
    Drill.run(store().records(), day);

    DailyReport expected = Drill.maker(memory).make(day, Deadline.after(Duration.ofMinutes(1)));
    DailyReport report =
        Drill.maker(store().records()).make(day, Deadline.after(Duration.ofMinutes(1)));

    assertThat(expected.total().calls()).isEqualTo(60);
    assertThat(report).isEqualTo(expected);
    assertThat(HtmlReport.of(report)).isEqualTo(HtmlReport.of(expected));
    assertThat(CsvReport.of(report)).isEqualTo(CsvReport.of(expected));
  }
}
