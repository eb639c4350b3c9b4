// A staged function app, read as the Functions host reads it: host.json, then each function.json.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The app.
 *
 * @param functions its HTTP functions, the most specific route first
 * @param queueFunctions those that are fed from queues
 * @param timerFunctions those that a timer runs
 * @param queueOptions what host.json says of queues
 */
record FunctionApp(
    List<HttpFunction> functions,
    List<QueueFunction> queueFunctions,
    List<TimerFunction> timerFunctions,
    QueueOptions queueOptions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Has the worker load a function. */
  @FunctionalInterface
  interface Loader {
    Loaded load() throws InterruptedException;
  }

  /** Loads the app: every function that something calls, before the first call. */
  static FunctionApp load(Path folder, Map<String, String> settings)
      throws IOException, NoSuchMethodException, InterruptedException {
    JsonNode host = JSON.readTree(folder.resolve("host.json").toFile());
    JsonNode prefix = host.at("/extensions/http/routePrefix");
    List<HttpFunction> functions = new ArrayList<>();
    List<QueueFunction> queueFunctions = new ArrayList<>();
    List<TimerFunction> timerFunctions = new ArrayList<>();
    try (JavaWorker worker = new JavaWorker()) {
      for (Path definition : definitions(folder)) {
        JsonNode json = JSON.readTree(definition.toFile());
        Path jar = definition.resolveSibling(json.path("scriptFile").asText()).normalize();
        Loader loader = () -> worker.load(jar, json.path("entryPoint").asText());
        String name = definition.getParent().getFileName().toString();
        Optional<HttpFunction> http = HttpFunction.read(name, json, prefix.asText("api"), loader);
        Optional<QueueFunction> fed = QueueFunction.read(name, json, settings, loader);
        Optional<TimerFunction> timed = TimerFunction.read(name, json, loader);
        http.ifPresent(functions::add);
        fed.ifPresent(queueFunctions::add);
        timed.ifPresent(timerFunctions::add);
        if (http.isEmpty() && fed.isEmpty() && timed.isEmpty()) {
          System.err.println(name + " has no trigger that is played here: nothing calls it");
        }
      }
    }
    if (functions.isEmpty()) {
      throw new IOException("no HTTP function is declared in " + folder);
    }
    functions.sort(Comparator.comparing(HttpFunction::route));
    return new FunctionApp(functions, queueFunctions, timerFunctions, QueueOptions.of(host));
  }

  private static List<Path> definitions(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.resolve("function.json"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
