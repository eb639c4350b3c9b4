// One function of the app with an HTTP trigger: which calls reach it, and which method answers.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An HTTP function.
 *
 * @param methods in upper case; empty for all
 */
record HttpFunction(String name, Set<String> methods, Route route, Loaded loaded) {

  /** Reads a function.json; nothing when the trigger is not HTTP's. */
  static Optional<HttpFunction> read(
      String name, JsonNode json, String routePrefix, FunctionApp.Loader loader)
      throws NoSuchMethodException, InterruptedException {
    Optional<JsonNode> trigger =
        StreamSupport.stream(json.path("bindings").spliterator(), false)
            .filter(binding -> binding.path("type").asText().equalsIgnoreCase("httpTrigger"))
            .findFirst();
    if (trigger.isEmpty()) {
      return Optional.empty();
    }
    Set<String> methods =
        StreamSupport.stream(trigger.get().path("methods").spliterator(), false)
            .map(method -> method.asText().toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    Route route = Route.parse(routePrefix, trigger.get().path("route").asText(name));
    Loaded loaded = loader.load();
    if (loaded instanceof Loaded.Ready ready) {
      requireBindable(ready.method());
    }
    return Optional.of(new HttpFunction(name, methods, route, loaded));
  }

  boolean takes(String httpMethod, String path) {
    return (methods.isEmpty() || methods.contains(httpMethod)) && route.matches(path);
  }

  /** Where the request goes among the method's parameters, and of what type its body is. */
  static Type bodyType(Method method) {
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getType() == HttpRequestMessage.class) {
        return parameter.getParameterizedType() instanceof ParameterizedType type
            ? type.getActualTypeArguments()[0]
            : Object.class;
      }
    }
    return Object.class;
  }

  /** A method's arguments, in order. */
  static Object[] arguments(
      Method method, HttpRequestMessage<?> request, ExecutionContext context) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == ExecutionContext.class ? context : request)
        .toArray();
  }

  private static void requireBindable(Method method) throws NoSuchMethodException {
    for (Class<?> parameter : method.getParameterTypes()) {
      if (parameter != HttpRequestMessage.class && parameter != ExecutionContext.class) {
        throw new NoSuchMethodException(
            method.getName()
                + " has a parameter of "
                + parameter.getName()
                + ", which is not bound here");
      }
    }
  }
}
