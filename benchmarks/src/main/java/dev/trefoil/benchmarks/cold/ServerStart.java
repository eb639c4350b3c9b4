// A server, from nothing to the first answer of a model.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.process.ProcessStats;
import dev.trefoil.benchmarks.process.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/**
 * From nothing to the first answered chat.
 *
 * @param server starts it
 * @param model that is asked
 * @param headers that it wants to be asked with
 */
record ServerStart(String name, Process server, String model, Map<String, String> headers)
    implements Start {
  private static final HttpClient CALLER =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Starts a server. */
  @FunctionalInterface
  interface Process {
    Server start() throws IOException;
  }

  @Override
  public StartTime once() throws IOException, InterruptedException {
    try (Server started = server.start()) {
      started.awaitListening();
      HttpResponse<String> answer = CALLER.send(request(started), BodyHandlers.ofString());
      long answered = System.nanoTime();
      double cpu = ProcessStats.cpuMillis(started.process().pid());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "it answers "
                + answer.statusCode()
                + " "
                + answer.body()
                + started.process().lastOutput());
      }
      return new StartTime((answered - started.process().startedNanos()) / 1e6, cpu);
    }
  }

  private HttpRequest request(Server started) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + started.port() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model":"%s","messages":[{"role":"user","content":"Say hello"}]}"""
                        .formatted(model)));
    headers.forEach(request::header);
    return request.build();
  }
}
