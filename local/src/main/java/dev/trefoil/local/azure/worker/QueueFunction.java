// One function of the app with a queue trigger: which queue it is fed from, and how it is called.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A queue function.
 *
 * @param queue the queue's name
 * @param service the URL of the queue service
 */
record QueueFunction(String name, String queue, String service, Loaded loaded) {

  /**
   * Reads a function.json; nothing when it has no queue trigger, or the app settings lack its own.
   */
  static Optional<QueueFunction> read(
      String name, JsonNode json, Map<String, String> settings, FunctionApp.Loader loader)
      throws InterruptedException {
    Optional<JsonNode> trigger =
        StreamSupport.stream(json.path("bindings").spliterator(), false)
            .filter(binding -> binding.path("type").asText().equalsIgnoreCase("queueTrigger"))
            .findFirst();
    if (trigger.isEmpty()) {
      return Optional.empty();
    }
    String queue = trigger.get().path("queueName").asText().replace("%", "");
    String service = trigger.get().path("connection").asText() + "__queueServiceUri";
    if (!settings.containsKey(queue) || !settings.containsKey(service)) {
      return Optional.empty();
    }
    return Optional.of(
        new QueueFunction(name, settings.get(queue), settings.get(service), loader.load()));
  }

  /**
   * A method's arguments: the text, what is known of the message by name, the context.
   *
   * @throws IllegalStateException when nothing is known by a name, as in the real worker
   */
  static Object[] arguments(
      Method method, String text, Map<String, String> metadata, ExecutionContext context) {
    Parameter[] parameters = method.getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      BindingName bound = parameters[i].getAnnotation(BindingName.class);
      if (bound == null) {
        arguments[i] = parameters[i].getType() == ExecutionContext.class ? context : text;
      } else if (metadata.containsKey(bound.value())) {
        arguments[i] = metadata.get(bound.value());
      } else {
        throw new IllegalStateException("nothing is bound to @BindingName " + bound.value());
      }
    }
    return arguments;
  }
}
