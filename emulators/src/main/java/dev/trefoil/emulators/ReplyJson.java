// The JSON form of replies: says at once what could not be sent, before a request runs into it.
package dev.trefoil.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.PredictResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link Reply}s. */
final class ReplyJson {

  private ReplyJson() {}

  static Reply read(JsonNode node, ServiceKind kind) {
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalArgumentException("reply: must be an object");
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("json") && !name.equals("events")) {
                throw new IllegalArgumentException(name + ": is not a field of a reply");
              }
            });
    if (object.size() != 1) {
      throw new IllegalArgumentException("reply: must have either json or events");
    }
    JsonNode json = object.path("json");
    if (json.isObject()) {
      if (kind == ServiceKind.VERTEX && !isOfOthers(json)) {
        checkProto(json, "json");
      }
      return new Reply.Json(json);
    }
    JsonNode events = object.path("events");
    if (!events.isArray()) {
      throw new IllegalArgumentException("reply: json must be an object, events an array");
    }
    List<JsonNode> list = new ArrayList<>();
    for (JsonNode event : events) {
      checkEvent(event, kind, "events[%d]".formatted(list.size()));
      list.add(event);
    }
    return new Reply.Events(list);
  }

  /** Of a protocol that a cloud's service speaks beside its own. */
  private static boolean isOfOthers(JsonNode json) {
    return json.has("type") || json.has("choices");
  }

  private static void checkEvent(JsonNode event, ServiceKind kind, String place) {
    switch (kind) {
      case BEDROCK -> {
        if (!isOfOthers(event)
            && (!event.isObject() || event.size() != 1 || !event.iterator().next().isObject())) {
          throw new IllegalArgumentException(
              place
                  + ": must be an object with one key, the event's name, and its object, or an"
                  + " event of Responses or chat completions");
        }
      }
      case AZURE_OPENAI, OPENAI, BEDROCK_MANTLE -> {
        if (!event.isObject() && !event.isTextual()) {
          throw new IllegalArgumentException(place + ": must be a chunk object or a string");
        }
      }
      case ANTHROPIC, FOUNDRY -> {
        if (!(event.isObject() && event.path("type").isTextual()) && !event.isTextual()) {
          throw new IllegalArgumentException(
              place + ": must be an event's data with its type, or a string");
        }
      }
      case VERTEX -> {
        if (!event.isObject()) {
          throw new IllegalArgumentException(place + ": must be a GenerateContentResponse");
        }
        if (!isOfOthers(event)) {
          checkProto(event, place);
        }
      }
    }
  }

  private static void checkProto(JsonNode json, String place) {
    Message.Builder response =
        json.has("predictions")
            ? PredictResponse.newBuilder()
            : GenerateContentResponse.newBuilder();
    try {
      JsonFormat.parser().merge(json.toString(), response);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "%s: is not a %s: %s"
              .formatted(place, response.getDescriptorForType().getName(), e.getMessage()),
          e);
    }
  }
}
