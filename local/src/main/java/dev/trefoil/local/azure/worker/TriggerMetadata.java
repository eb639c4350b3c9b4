// What the host knows of a queue's message by name.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trefoil.local.azure.worker.StorageQueue.Message;
import java.util.Map;
import java.util.TreeMap;

/** Makes trigger metadata. */
final class TriggerMetadata {
  /** Newtonsoft's Json.NET reads more than JSON. */
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  private TriggerMetadata() {}

  /**
   * The message's own facts by their names, which have no case; and over them the members of a body
   * that is a JSON object, but lists and nulls. Sources: QueueTriggerBinding of the Storage Queues
   * extension; ApplyBindingData of azure-functions-host; azure-webjobs-sdk-extensions, issue 882
   */
  static Map<String, String> of(Message message, String text) {
    Map<String, String> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    metadata.put("QueueTrigger", text);
    metadata.put("Id", message.id());
    metadata.put("PopReceipt", message.popReceipt());
    metadata.put("DequeueCount", String.valueOf(message.dequeueCount()));
    metadata.put("InsertionTime", json(message.insertionTime()));
    metadata.put("ExpirationTime", json(message.expirationTime()));
    metadata.put("NextVisibleTime", json(message.timeNextVisible()));
    String body = text.strip();
    if (body.startsWith("{") && body.endsWith("}")) {
      try {
        LENIENT.readTree(body).properties().forEach(member -> put(metadata, member));
      } catch (JsonProcessingException e) {
        // "It's not an error if the incoming message isn't JSON", as the host has it.
        return metadata;
      }
    }
    return metadata;
  }

  /** A moment reaches the worker as JSON. */
  private static String json(String text) {
    return '"' + text + '"';
  }

  private static void put(Map<String, String> metadata, Map.Entry<String, JsonNode> member) {
    JsonNode value = member.getValue();
    if (!value.isNull() && !value.isArray()) {
      metadata.put(member.getKey(), value.isObject() ? value.toString() : value.asText());
    }
  }
}
