// Many callers at once against one budget, counted at the emulated model service.
package dev.trefoil.local.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.local.LocalClouds;
import dev.trefoil.local.host.FunctionHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;

/** One load on one cloud of running clouds. */
public final class BudgetLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_TRIES = 40;
  private static final int LONGEST_PAUSE_MILLIS = 250;

  /** How long the longest answer may be that is reserved for: two hundredths of a dollar. */
  private static final int MAX_TOKENS = 100;

  private final LocalClouds clouds;
  private final FunctionHost host;
  private final Target target;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final DoubleAdder told = new DoubleAdder();

  /**
   * What is called.
   *
   * @param cloud whose function is
   * @param service which is emulated
   * @param model of it
   */
  public record Target(String cloud, String service, String model) {
    @Override
    public String toString() {
      return service + "/" + model;
    }
  }

  public BudgetLoad(LocalClouds clouds, Target target) {
    this.clouds = clouds;
    this.target = target;
    this.host = clouds.host(target.cloud());
  }

  /**
   * Has each caller call until it is answered, or was refused so often that the budget must be
   * spent.
   */
  public SpentBudget run(int callers, double budgetUsd) throws IOException, InterruptedException {
    ModelEmulator model = clouds.emulators().model(target.service()).orElseThrow();
    model.controls().clearJournal();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.submit(this::call);
      }
    }
    // A request without a good credential is refused, and costs nothing.
    int served =
        (int)
            model.controls().journal().stream()
                .filter(entry -> !entry.principal().isEmpty())
                .count();
    // All prompts are the same, and so are all answers: one call has cost what each has.
    double each = answered.get() == 0 ? 0 : told.sum() / answered.get();
    JsonNode usage = JSON.readTree(get("/v1/usage").body()).path("total");
    return new SpentBudget(
        target.cloud(),
        callers,
        answered.get(),
        refusals.get(),
        others.get(),
        served,
        served * each,
        told.sum(),
        usage.path("cost_usd").asDouble(),
        budgetUsd);
  }

  private Void call() throws IOException, InterruptedException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      HttpResponse<String> response = ask();
      if (response.statusCode() == 200) {
        answered.incrementAndGet();
        response
            .headers()
            .firstValue("x-trefoil-cost-usd")
            .map(Double::valueOf)
            .ifPresent(told::add);
        return null;
      }
      boolean spent = response.body().contains("\"insufficient_quota\"");
      (spent ? refusals : others).incrementAndGet();
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS));
    }
    return null;
  }

  private HttpResponse<String> ask() throws IOException, InterruptedException {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(target, MAX_TOKENS, "spend ".repeat(10).strip());
    return http.send(
        request("/v1/chat/completions")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
        .timeout(Duration.ofMinutes(1));
  }
}
