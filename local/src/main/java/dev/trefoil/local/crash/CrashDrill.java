// Jobs or runs are sent to a cloud while its workers are killed at moments that a seed decides.
package dev.trefoil.local.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.local.Form;
import dev.trefoil.local.LocalClouds;
import dev.trefoil.local.host.FunctionHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One drill on running clouds, for one cloud. */
public final class CrashDrill {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int POLL_MILLIS = 100;

  /** How many jobs that have not ended are come across in each round. */
  private static final int UNFINISHED_A_ROUND = 5;

  /** How long the model takes: a worker spends most of its time between claim and result. */
  private static final int MODEL_MILLIS = 600;

  /** A job whose model was called longer ago than this is no longer at its worker, most likely. */
  private static final int MOST_UNDER_WAY_MILLIS = 2 * MODEL_MILLIS;

  private static final List<String> SERVICES = List.of("bedrock", "azure", "vertex_ai");

  private final LocalClouds clouds;
  private final String cloud;
  private final Work work;
  private final Plan plan;
  private final Pattern id;
  private final Random random;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What is done.
   *
   * @param jobs that are sent
   * @param poison messages that are sent among them
   * @param takenOver how many jobs are to lose their worker between claim and result
   * @param seed of the moments and workers
   */
  public record Plan(int jobs, int poison, int takenOver, long seed) {}

  private CrashDrill(LocalClouds clouds, String cloud, Work work, Plan plan) {
    this.clouds = clouds;
    this.cloud = cloud;
    this.work = work;
    this.plan = plan;
    this.id = Pattern.compile("crash-" + plan.seed() + "-" + cloud + "-\\d+-");
    this.random = new Random(plan.seed());
  }

  /**
   * The same on each cloud that has queues here, at once: most of the time is waiting.
   *
   * @return one a cloud, in their order
   * @throws IOException as {@link #run}
   */
  public static List<Accounts> onEach(LocalClouds clouds, Work work, Plan plan)
      throws IOException, InterruptedException {
    List<FutureTask<Accounts>> drills =
        Stream.of("aws", "azure", "gcp")
            .filter(clouds.queues()::has)
            .map(cloud -> new FutureTask<>(() -> new CrashDrill(clouds, cloud, work, plan).run()))
            .toList();
    drills.forEach(Thread::startVirtualThread);
    List<Accounts> accounts = new ArrayList<>();
    for (FutureTask<Accounts> drill : drills) {
      try {
        accounts.add(drill.get());
      } catch (ExecutionException e) {
        throw new IOException("a drill could not go on: " + e.getCause(), e);
      }
    }
    return accounts;
  }

  /**
   * Sends, kills until enough jobs have lost their worker, and waits for the rest.
   *
   * @throws IOException when it takes longer than ten minutes: something hangs
   */
  private Accounts run() throws IOException, InterruptedException {
    ModelEmulator model = model();
    model.controls().clearJournal();
    model.controls().fault(Fault.always(new Failure.Slow(MODEL_MILLIS)));
    clouds.queues().of(cloud).drain("dead");
    long end = System.nanoTime() + LONGEST.toNanos();
    Map<String, String> ids = new ConcurrentHashMap<>();
    Map<String, JsonNode> ended = new HashMap<>();
    int kills = 0;
    int callsAtLastKill = 0;
    Map<String, Integer> orphans = new HashMap<>();
    FutureTask<Void> sending = new FutureTask<>(() -> sendAll(ids), null);
    Thread.startVirtualThread(sending);
    while (!(sending.isDone() && ended.size() == ids.size()) && System.nanoTime() < end) {
      Map<String, Integer> calls = calls(model);
      Set<String> done = prompts(ended.keySet(), ids);
      orphans.entrySet().removeIf(job -> done.contains(job.getKey()) || isCalledAgain(job, calls));
      if (total(calls) > callsAtLastKill
          && takenOver(ended) + inFlightDeaths(model, ended) + orphans.size() < plan.takenOver()) {
        // Some worker has a job now; the moment within that is the seed's.
        Thread.sleep(random.nextInt(MODEL_MILLIS));
        List<JournalEntry> journal = model.controls().journal();
        Instant underWaySince = Instant.now().minusMillis(MOST_UNDER_WAY_MILLIS);
        if (kill()) {
          kills++;
          Map<String, Integer> begun = calls(journal);
          callsAtLastKill = total(begun);
          begun.keySet().retainAll(calls(since(underWaySince, journal)).keySet());
          begun.keySet().removeAll(done);
          orphans.putAll(begun);
        }
      }
      Thread.sleep(POLL_MILLIS);
      look(of(orphans.keySet(), ids), ended, Integer.MAX_VALUE);
      look(ids.keySet(), ended, UNFINISHED_A_ROUND);
    }
    model.controls().clearFault();
    return account(model, ids, ended, kills);
  }

  private void sendAll(Map<String, String> ids) {
    try {
      for (int i = 0; i < plan.jobs(); i++) {
        ids.put(submit(prompt(i)), prompt(i));
        if (i < plan.poison()) {
          clouds.queues().of(cloud).send("jobs", "poison " + i);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ModelEmulator model() {
    String service =
        switch (cloud) {
          case "aws" -> "bedrock";
          case "azure" -> "azure";
          case "gcp" -> "vertex_ai";
          default -> throw new IllegalArgumentException(cloud + " is no cloud");
        };
    return clouds.emulators().model(service).orElseThrow();
  }

  private String prompt(int job) {
    return "crash-" + plan.seed() + "-" + cloud + "-" + job + "-";
  }

  /** Under a key, so that a worker that dies while it answers does not make two jobs of one. */
  private String submit(String prompt) throws IOException, InterruptedException {
    String body = work.body(prompt);
    while (true) {
      try {
        HttpResponse<String> response =
            http.send(
                HttpRequest.newBuilder(uri(work.path()))
                    .header("content-type", "application/json")
                    .header("idempotency-key", prompt)
                    .timeout(Duration.ofSeconds(30))
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
          return JSON.readTree(response.body()).path("id").asText();
        }
      } catch (IOException e) {
        // Its process has just been killed.
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + clouds.host(cloud).port() + path);
  }

  /** A worker of the cloud's; false when none runs at the moment. */
  private boolean kill() {
    Map<Long, FunctionHost> workers = new TreeMap<>();
    // On Azure, and in containers, the one process that answers HTTP takes the jobs as well.
    boolean takesBoth = cloud.equals("azure") || clouds.form() == Form.CONTAINERS;
    Stream.concat(
            clouds.queues().workers().stream(), clouds.hosts().stream().filter(host -> takesBoth))
        .filter(host -> host.name().startsWith(cloud))
        .forEach(host -> host.pids().forEach(pid -> workers.put(pid, host)));
    if (workers.isEmpty()) {
      return false;
    }
    long victim = List.copyOf(workers.keySet()).get(random.nextInt(workers.size()));
    return workers.get(victim).kill(victim);
  }

  /**
   * Asks what became of jobs.
   *
   * @param ended what is known of, and is added to
   * @param patience after how many that have not ended the rest is left for another round
   */
  private void look(Set<String> ids, Map<String, JsonNode> ended, int patience)
      throws InterruptedException {
    int unfinished = 0;
    for (String id : ids) {
      if (ended.containsKey(id)) {
        continue;
      }
      try {
        JsonNode job =
            JSON.readTree(
                http.send(
                        HttpRequest.newBuilder(uri("/v1/jobs/" + id))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                        BodyHandlers.ofString())
                    .body());
        switch (job.path("status").asText()) {
          case "succeeded", "failed" -> ended.put(id, job);
          default -> {
            // The rest has not ended either, most likely.
            if (++unfinished == patience) {
              return;
            }
          }
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  /** The jobs that have these prompts. */
  private static Set<String> of(Set<String> prompts, Map<String, String> ids) {
    return ids.entrySet().stream()
        .filter(job -> prompts.contains(job.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Set<String> prompts(Set<String> jobs, Map<String, String> ids) {
    return jobs.stream().map(ids::get).collect(Collectors.toSet());
  }

  /**
   * Of a job that was under way at a kill, by its calls until then. It may have lost its worker,
   * and shows that only when its message comes back: nothing more is killed for its sake meanwhile.
   */
  private static boolean isCalledAgain(Map.Entry<String, Integer> job, Map<String, Integer> calls) {
    return calls.getOrDefault(job.getKey(), 0) > job.getValue();
  }

  private static int takenOver(Map<String, JsonNode> ended) {
    return (int) ended.values().stream().filter(job -> job.path("attempts").asInt() > 1).count();
  }

  /** Jobs whose model was asked something again and that have not ended: more of the same. */
  private int inFlightDeaths(ModelEmulator model, Map<String, JsonNode> ended) {
    Map<String, Integer> calls = calls(model);
    long repeated = calls.values().stream().filter(count -> count > work.questions()).count();
    long known = ended.values().stream().filter(job -> job.path("attempts").asInt() > 1).count();
    return (int) Math.max(0, repeated - known);
  }

  /** How often each job's model was called at one service, by the job's prompt. */
  private Map<String, Integer> calls(ModelEmulator model) {
    return calls(model.controls().journal());
  }

  private Map<String, Integer> calls(List<JournalEntry> journal) {
    Map<String, Integer> calls = new HashMap<>();
    for (JournalEntry entry : journal) {
      Matcher prompt = id.matcher(entry.body().toString());
      if (prompt.find()) {
        calls.merge(prompt.group(), 1, Integer::sum);
      }
    }
    return calls;
  }

  private static List<JournalEntry> since(Instant moment, List<JournalEntry> journal) {
    return journal.stream().filter(entry -> entry.at().isAfter(moment)).toList();
  }

  private static int total(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Accounts account(
      ModelEmulator model, Map<String, String> ids, Map<String, JsonNode> ended, int kills)
      throws IOException, InterruptedException {
    List<Work.Answered> answers = new ArrayList<>();
    for (Map.Entry<String, String> job : ids.entrySet()) {
      JsonNode end = ended.get(job.getKey());
      if (end != null && work.isAnswer(end.path("answer"), job.getValue())) {
        answers.add(new Work.Answered(job.getValue(), end.path("answer")));
      } else {
        System.err.println("lost: " + job.getValue() + " " + (end == null ? job.getKey() : end));
      }
    }
    Set<String> poison = new HashSet<>();
    int others = 0;
    for (int attempt = 0; attempt < 50 && poison.size() < plan.poison(); attempt++) {
      for (String letter : clouds.queues().of(cloud).drain("dead")) {
        String message = JSON.readTree(letter).path("message").asText();
        if (message.startsWith("poison")) {
          poison.add(message);
        } else {
          others++;
        }
      }
      Thread.sleep(POLL_MILLIS);
    }
    Map<String, Integer> calls = calls(model);
    int all = total(calls);
    // Where a process is young, its own service may be given up for another's.
    Set<String> elsewhere = new HashSet<>();
    for (String service : SERVICES) {
      elsewhere.addAll(calls(clouds.emulators().model(service).orElseThrow()).keySet());
    }
    elsewhere.removeAll(calls.keySet());
    return new Accounts(
        cloud,
        work.noun(),
        plan.jobs(),
        answers.size(),
        kills,
        takenOver(ended),
        ended.values().stream().mapToInt(job -> job.path("attempts").asInt() - 1).sum(),
        all + elsewhere.size(),
        calls.values().stream().mapToInt(n -> Math.max(0, n - work.questions())).sum(),
        plan.poison(),
        poison.size(),
        others,
        work.tools(answers));
  }
}
