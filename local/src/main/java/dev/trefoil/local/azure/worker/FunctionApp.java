// A staged function app, read as the Functions host reads it: host.json, then each function.json.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The app.
 *
 * @param functions its HTTP functions, the most specific route first
 * @param queueFunctions those that are fed from queues
 * @param timerFunctions those that a timer runs
 * @param maxDequeueCount how many times a message is delivered before it is put on the poison queue
 * @param injector what makes the function objects
 */
record FunctionApp(
    List<HttpFunction> functions,
    List<QueueFunction> queueFunctions,
    List<TimerFunction> timerFunctions,
    int maxDequeueCount,
    FunctionInstanceInjector injector) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_MAX_DEQUEUE_COUNT = 5;

  /** Loads the app; its injector is made before the first call, as the Java worker does. */
  static FunctionApp load(Path folder, Map<String, String> settings)
      throws IOException, ReflectiveOperationException {
    JsonNode host = JSON.readTree(folder.resolve("host.json").toFile());
    JsonNode prefix = host.at("/extensions/http/routePrefix");
    Map<Path, ClassLoader> loaders = new HashMap<>();
    List<HttpFunction> functions = new ArrayList<>();
    List<QueueFunction> queueFunctions = new ArrayList<>();
    List<TimerFunction> timerFunctions = new ArrayList<>();
    for (Path definition : definitions(folder)) {
      JsonNode json = JSON.readTree(definition.toFile());
      Path jar = definition.resolveSibling(json.path("scriptFile").asText()).normalize();
      if (!loaders.containsKey(jar)) {
        loaders.put(jar, AppClassLoader.of(jar));
      }
      String name = definition.getParent().getFileName().toString();
      Optional<HttpFunction> http =
          HttpFunction.read(name, json, prefix.asText("api"), loaders.get(jar));
      Optional<QueueFunction> fed = QueueFunction.read(name, json, settings, loaders.get(jar));
      Optional<TimerFunction> timed = TimerFunction.read(name, json, loaders.get(jar));
      http.ifPresent(functions::add);
      fed.ifPresent(queueFunctions::add);
      timed.ifPresent(timerFunctions::add);
      if (http.isEmpty() && fed.isEmpty() && timed.isEmpty()) {
        System.err.println(name + " has no trigger that is played here: nothing calls it");
      }
    }
    if (functions.isEmpty()) {
      throw new IOException("no HTTP function is declared in " + folder);
    }
    functions.sort(Comparator.comparing(HttpFunction::route));
    return new FunctionApp(
        functions,
        queueFunctions,
        timerFunctions,
        host.at("/extensions/queues/maxDequeueCount").asInt(DEFAULT_MAX_DEQUEUE_COUNT),
        injector(functions.getFirst().loader()));
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

  /** Source: JavaFunctionBroker of azure-functions-java-worker. */
  private static FunctionInstanceInjector injector(ClassLoader loader) throws IOException {
    Thread.currentThread().setContextClassLoader(loader);
    Iterator<FunctionInstanceInjector> found =
        ServiceLoader.load(FunctionInstanceInjector.class, loader).iterator();
    FunctionInstanceInjector injector = found.hasNext() ? found.next() : new NewInstances();
    if (found.hasNext()) {
      throw new IOException("the app has several implementations of FunctionInstanceInjector");
    }
    return injector;
  }

  /** What the worker does for an app that brings no injector. */
  private static final class NewInstances implements FunctionInstanceInjector {
    @Override
    public <T> T getInstance(Class<T> functionClass) throws ReflectiveOperationException {
      return functionClass.getDeclaredConstructor().newInstance();
    }
  }
}
