// Runs of an agent with two tools, timed at a model that takes its time.
package dev.trefoil.local.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.local.LocalClouds;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.load.BudgetLoad.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** One load on one cloud of running clouds. */
public final class AgentLoad {
  /** What the configuration has beside the weather, in the same place of the file. */
  public static final String SECOND_TOOL =
      """
        sea:
          kind: http
          description: The weather at sea now.
          url: "https://api.open-meteo.com/v1/forecast?current=temperature_2m"
          parameters:
            type: object
            properties: {latitude: {type: number}, longitude: {type: number}}
            required: [latitude, longitude]
          emulate: true

      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MODEL_MILLIS = 500;
  private static final int AT_ONCE = 8;
  private static final int WARM_UP = 20;

  private static final String ASK =
      """
      {"model": "%s", "store": false,
       "tools": [{"type": "mcp", "server_label": "weather"}, {"type": "mcp", "server_label": "sea"}],
       "input": "weather {\\"latitude\\": 60, \\"longitude\\": 10} and sea {\\"latitude\\": 58, \\"longitude\\": 9}"}
      """;

  private final LocalClouds clouds;
  private final FunctionHost host;
  private final Target target;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param target that answers every run
   */
  public AgentLoad(LocalClouds clouds, Target target) {
    this.clouds = clouds;
    this.target = target;
    this.host = clouds.host(target.cloud());
  }

  /** Makes runs, a few at once, once some that are not counted have warmed the process. */
  public AgentTimes run(int runs) {
    ModelEmulator model = clouds.emulators().model(target.service()).orElseThrow();
    var unused = timed(WARM_UP);
    calls.set(0);
    model.controls().clearJournal();
    model.controls().fault(Fault.always(new Failure.Slow(MODEL_MILLIS)));
    List<Long> millis = timed(runs);
    model.controls().clearFault();
    return new AgentTimes(
        target.cloud(), runs, model.controls().journal().size(), calls.get(), MODEL_MILLIS, millis);
  }

  private List<Long> timed(int runs) {
    List<Long> millis = Collections.synchronizedList(new ArrayList<>());
    Semaphore places = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < runs; i++) {
        threads.submit(
            () -> {
              places.acquire();
              try {
                long begun = System.nanoTime();
                if (isCompleted()) {
                  millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
                }
              } finally {
                places.release();
              }
              return null;
            });
      }
    }
    return List.copyOf(millis);
  }

  private boolean isCompleted() throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + "/v1/responses"))
                .timeout(Duration.ofMinutes(1))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(ASK.formatted(target)))
                .build(),
            BodyHandlers.ofString());
    int made = 0;
    for (JsonNode item : JSON.readTree(response.body()).path("output")) {
      boolean call = item.path("type").asText().equals("mcp_call");
      made += call && item.path("status").asText().equals("completed") ? 1 : 0;
    }
    calls.addAndGet(made);
    return response.statusCode() == 200 && made == 2;
  }
}
