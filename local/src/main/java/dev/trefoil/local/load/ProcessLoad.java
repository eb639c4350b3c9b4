// Many processes at once against one budget, some of them killed while a call is under way.
package dev.trefoil.local.load;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One load on a table of DynamoDB. Processes come in waves: all of a wave are started first, and
 * spend at the same moment. Each fourth is killed while the model that it has asked is thinking, so
 * between reservation and settlement.
 */
public final class ProcessLoad {
  /** The fewest and most: the emulated service remembers 1,000 calls. */
  public static final int FEWEST = 8;

  public static final int MOST = 240;

  private static final int THREADS = 2;

  /** How often each thread calls: more than the budget holds for all together. */
  private static final int CALLS = 3;

  /** How many calls a process the budget holds. */
  private static final int AFFORDED = 4;

  private static final int KILL_EACH = 4;

  /** How many start at a time: more would only wait for one another. */
  private static final int STARTING = 4;

  private static final int MODEL_MILLIS = 200;
  private static final int LOOK_MILLIS = 5;
  private static final double MILLION = 1e6;
  private static final double NANO = 1e9;

  /** Of a price in the configuration. */
  private static final int DECIMALS = 3;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Pattern NAME = Pattern.compile("process-(\\d+)\\.");

  private final SpendersTable table;
  private final Plan plan;
  private final SpenderJvms jvms;
  private final OpenAiEmulator model = OpenAiEmulator.start("model");
  private final OpenAiEmulator rehearsal = OpenAiEmulator.start("rehearsal");
  private final Map<Integer, Process> running = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> asked = new HashMap<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private int looked;
  private int killed;
  private volatile double eachUsd;

  /**
   * What is done.
   *
   * @param processes {@value #FEWEST} to {@value #MOST} in all
   * @param atOnce how many of them at a time, at most
   * @param budgetUsd what all together may spend
   */
  public record Plan(int processes, int atOnce, double budgetUsd) {}

  private ProcessLoad(SpendersTable table, Plan plan, SpenderJvms jvms) {
    this.table = table;
    this.plan = plan;
    this.jvms = jvms;
  }

  /**
   * Spends.
   *
   * @param home the repository's top folder, built
   * @throws IOException when a process does not come to its first call
   */
  public static SpentByProcesses run(SpendersTable table, Plan plan, Path home)
      throws IOException, InterruptedException {
    try (SpenderJvms jvms = SpenderJvms.of(home)) {
      ProcessLoad load = new ProcessLoad(table, plan, jvms);
      try {
        return load.run();
      } finally {
        load.close();
      }
    }
  }

  private SpentByProcesses run() throws IOException, InterruptedException {
    model.controls().fault(Fault.always(new Failure.Slow(MODEL_MILLIS)));
    train();
    for (int first = 0; first < plan.processes(); first += plan.atOnce()) {
      wave(first, Math.min(plan.processes(), first + plan.atOnce()));
    }
    double[] counted = counted();
    return new SpentByProcesses(
        table.toString(),
        plan.processes(),
        plan.atOnce(),
        killed,
        answered.get(),
        refusals.get(),
        others.get(),
        model.controls().journal().size(),
        eachUsd,
        counted[0],
        counted[1],
        plan.budgetUsd());
  }

  private void train() throws IOException, InterruptedException {
    Process process = jvms.train(environment());
    running.put(plan.processes(), process);
    CompletableFuture<String> said = new CompletableFuture<>();
    Thread reader = Thread.ofVirtual().start(() -> read(process, said));
    requireReady(said);
    reader.join();
    process.waitFor();
  }

  private void requireReady(CompletableFuture<String> first)
      throws IOException, InterruptedException {
    String said = await(first);
    if (!said.equals("ready")) {
      throw new IOException("a process cannot spend: " + said + "; see " + jvms.errors());
    }
  }

  private void wave(int from, int to) throws IOException, InterruptedException {
    List<CompletableFuture<String>> ready = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int number = from; number < to; number++) {
      if (number - from >= STARTING) {
        requireReady(ready.get(number - from - STARTING));
      }
      Process process =
          jvms.start(environment(), List.of("process-" + number + ".", "" + THREADS, "" + CALLS));
      running.put(number, process);
      CompletableFuture<String> first = new CompletableFuture<>();
      ready.add(first);
      readers.add(Thread.ofVirtual().start(() -> read(process, first)));
    }
    for (CompletableFuture<String> one : ready) {
      requireReady(one);
    }
    for (int number = from; number < to; number++) {
      OutputStream word = running.get(number).getOutputStream();
      word.write('\n');
      word.flush();
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    while (running.values().stream().anyMatch(Process::isAlive) && System.nanoTime() < end) {
      look();
      Thread.sleep(LOOK_MILLIS);
    }
    look(); // What is left is of processes that have ended.
    endAll();
    for (Thread reader : readers) {
      reader.join();
    }
  }

  private static String await(CompletableFuture<String> said)
      throws IOException, InterruptedException {
    try {
      return said.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a process says nothing: " + e, e);
    }
  }

  /** What the model was asked since it was last looked at; some of who ask do not live on. */
  private void look() {
    List<JournalEntry> journal = model.controls().journal();
    for (JournalEntry entry : journal.subList(looked, journal.size())) {
      Matcher name = NAME.matcher(entry.body().toString());
      if (name.find()) {
        int number = Integer.parseInt(name.group(1));
        int times = asked.merge(number, 1, Integer::sum);
        if (isVictim(number, times)) {
          // By its handle, which leaves what it has said to be read.
          killed += running.get(number).toHandle().destroyForcibly() ? 1 : 0;
        }
      }
    }
    looked = journal.size();
  }

  /** At its first, second or third call. */
  private static boolean isVictim(int number, int times) {
    return number % KILL_EACH == 0 && times == 1 + number / KILL_EACH % CALLS;
  }

  private void read(Process process, CompletableFuture<String> first) {
    process
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(Spender.SAYS))
        .map(line -> line.substring(Spender.SAYS.length()))
        .forEach(
            line -> {
              if (!first.complete(line)) {
                note(line);
              }
            });
    first.complete("it has ended");
  }

  private void note(String line) {
    if (line.startsWith("answered ")) {
      // What is told is rounded; all answers are the same.
      double told = Double.parseDouble(line.substring("answered ".length()));
      eachUsd = Math.round(told / usdAToken()) * usdAToken();
      answered.incrementAndGet();
    } else if (line.equals("refused")) {
      refusals.incrementAndGet();
    } else {
      others.incrementAndGet();
      System.err.println(line);
    }
  }

  /** What the budget's record says, and what of it is reserved, by a process that comes later. */
  private double[] counted() throws IOException, InterruptedException {
    Process process = jvms.start(environment(), List.of(Spender.COUNT));
    running.put(plan.processes(), process);
    CompletableFuture<String> said = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(process, said));
    String[] words = await(said).split(" ", -1);
    if (words.length != 3) {
      throw new IOException("nobody can say what is counted; see " + jvms.errors());
    }
    return new double[] {Long.parseLong(words[1]) / NANO, Long.parseLong(words[2]) / NANO};
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(table.environment());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put(TrefoilRuntime.LOOPBACK, "true");
    environment.put(TrefoilConfig.VARIABLE, config());
    return environment;
  }

  /** Every call is made once: one that was paid for twice would be more than it has reserved. */
  private String config() {
    return """
        auth: none
        priming: false
        retry: {retries: 0}
        limits: {firstTokenMs: 60000}
        services:
          model: {kind: openai, endpoint: "%s"}
          rehearsal: {kind: openai, endpoint: "%s"}
        prices:
          model/gpt-5.4: {input: 0, output: %s}
          rehearsal/gpt-5.4: {input: 0, output: 1}
        routes:
          %s: {targets: [model/gpt-5.4]}
          %s: {targets: [rehearsal/gpt-5.4]}
        budgets: {routes: {%s: {usdPerMonth: %s}, %s: {usdPerMonth: 1000000}}}
        jobs:
          aws: {queue: "http://127.0.0.1:1/q", deadLetters: "http://127.0.0.1:1/d", table: "%s", blobs: none}
        """
        .formatted(
            model.endpoint(),
            rehearsal.endpoint(),
            usdAMillion().toPlainString(),
            Spender.ROUTE,
            Spender.REHEARSAL,
            Spender.ROUTE,
            BigDecimal.valueOf(plan.budgetUsd()).toPlainString(),
            Spender.REHEARSAL,
            table.name());
  }

  private BigDecimal usdAMillion() {
    double price = plan.budgetUsd() / (AFFORDED * plan.processes()) / Spender.WORDS * MILLION;
    return BigDecimal.valueOf(price).setScale(DECIMALS, RoundingMode.DOWN);
  }

  private double usdAToken() {
    return usdAMillion().doubleValue() / MILLION;
  }

  private void endAll() throws InterruptedException {
    for (Process process : running.values()) {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
    running.clear();
  }

  private void close() throws InterruptedException {
    endAll();
    model.close();
    rehearsal.close();
  }
}
