// Jobs are sent to a cloud while its workers are killed at moments that a seed decides.
package dev.trefoil.local.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** One drill on running clouds, for one cloud. */
public final class CrashDrill {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int POLL_MILLIS = 100;
  private static final int UNFINISHED_A_ROUND = 5;

  /** How long the model takes: a worker spends most of its time between claim and result. */
  private static final int MODEL_MILLIS = 600;

  private final LocalClouds clouds;
  private final String cloud;
  private final Plan plan;
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

  public CrashDrill(LocalClouds clouds, String cloud, Plan plan) {
    this.clouds = clouds;
    this.cloud = cloud;
    this.plan = plan;
    this.random = new Random(plan.seed());
  }

  /**
   * Sends, kills until enough jobs have lost their worker, and waits for the rest.
   *
   * @throws IOException when it takes longer than ten minutes: something hangs
   */
  public Accounts run() throws IOException, InterruptedException {
    ModelEmulator model = model();
    model.controls().clearJournal();
    model.controls().fault(Fault.always(new Failure.Slow(MODEL_MILLIS)));
    clouds.queues().of(cloud).drain("dead");
    long end = System.nanoTime() + LONGEST.toNanos();
    Map<String, String> ids = new ConcurrentHashMap<>();
    Map<String, JsonNode> ended = new HashMap<>();
    int kills = 0;
    int callsAtLastKill = 0;
    FutureTask<Void> sending = new FutureTask<>(() -> sendAll(ids), null);
    Thread.startVirtualThread(sending);
    while (!(sending.isDone() && ended.size() == ids.size()) && System.nanoTime() < end) {
      int calls = total(calls(model));
      if (calls > callsAtLastKill
          && takenOver(ended) + inFlightDeaths(model, ended) < plan.takenOver()) {
        // Some worker has a job now; the moment within that is the seed's.
        Thread.sleep(random.nextInt(MODEL_MILLIS));
        if (kill()) {
          kills++;
          callsAtLastKill = total(calls(model));
        }
      }
      Thread.sleep(POLL_MILLIS);
      look(ids.keySet(), ended);
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
    String body =
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    while (true) {
      try {
        HttpResponse<String> response =
            http.send(
                HttpRequest.newBuilder(uri("/v1/jobs"))
                    .header("content-type", "application/json")
                    .header("idempotency-key", prompt)
                    .timeout(Duration.ofSeconds(30))
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        if (response.statusCode() == 202) {
          return JSON.readTree(response.body()).path("id").asText();
        }
      } catch (IOException e) {
        // Its process has just been killed.
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private URI uri(String path) {
    int port =
        clouds.hosts().stream()
            .filter(host -> host.name().equals(cloud))
            .findFirst()
            .orElseThrow()
            .port();
    return URI.create("http://127.0.0.1:" + port + path);
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

  private void look(Set<String> ids, Map<String, JsonNode> ended) throws InterruptedException {
    int patience = UNFINISHED_A_ROUND;
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
            // The rest has not ended either, most likely: a few are looked at in each round.
            if (--patience == 0) {
              return;
            }
          }
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static int takenOver(Map<String, JsonNode> ended) {
    return (int) ended.values().stream().filter(job -> job.path("attempts").asInt() > 1).count();
  }

  /** Jobs whose model has been called twice and that have not ended: more of the same. */
  private int inFlightDeaths(ModelEmulator model, Map<String, JsonNode> ended) {
    Map<String, Integer> calls = calls(model);
    long repeated = calls.values().stream().filter(count -> count > 1).count();
    long known = ended.values().stream().filter(job -> job.path("attempts").asInt() > 1).count();
    return (int) Math.max(0, repeated - known);
  }

  private Map<String, Integer> calls(ModelEmulator model) {
    Map<String, Integer> calls = new HashMap<>();
    model
        .controls()
        .journal()
        .forEach(
            entry -> {
              String body = entry.body().toString();
              int start = body.indexOf("crash-" + plan.seed());
              if (start >= 0) {
                calls.merge(body.substring(start, body.indexOf('"', start)), 1, Integer::sum);
              }
            });
    return calls;
  }

  private static int total(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Accounts account(
      ModelEmulator model, Map<String, String> ids, Map<String, JsonNode> ended, int kills)
      throws IOException, InterruptedException {
    int succeeded = 0;
    for (Map.Entry<String, String> job : ids.entrySet()) {
      JsonNode end = ended.get(job.getKey());
      if (end != null
          && end.at("/answer/choices/0/message/content").asText().equals(job.getValue())) {
        succeeded++;
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
    return new Accounts(
        cloud,
        plan.jobs(),
        succeeded,
        kills,
        takenOver(ended),
        ended.values().stream().mapToInt(job -> job.path("attempts").asInt() - 1).sum(),
        all,
        all - calls.size(),
        plan.poison(),
        poison.size(),
        others);
  }
}
