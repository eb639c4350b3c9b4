// An answer that a service has been told to give next, in the service's own words.
package dev.trefoil.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A native answer, given verbatim to the next request that is not refused. */
public sealed interface Reply {

  /**
   * A whole answer. A streaming request gets the events that amount to it.
   *
   * @param json a Converse response, a chat completion, a GenerateContentResponse, an Anthropic
   *     Message, or what answers a request for embeddings
   */
  record Json(JsonNode json) implements Reply {
    @Override
    public ObjectNode toJson() {
      return JsonNodeFactory.instance.objectNode().set("json", json);
    }
  }

  /**
   * The events of a stream; nothing is added, no end mark either. A plain request gets the answer
   * that they amount to.
   *
   * @param events of Converse objects with one key; of OpenAI and Azure OpenAI chunk objects or raw
   *     strings; of Vertex AI GenerateContentResponses in proto JSON; of Anthropic the data of
   *     events, which have a type, or raw strings
   */
  record Events(List<JsonNode> events) implements Reply {
    public Events {
      events = List.copyOf(events);
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.putArray("events").addAll(events);
      return json;
    }
  }

  /**
   * Reads {@code {"json": {…}}} or {@code {"events": […]}}.
   *
   * @throws IllegalArgumentException whose message names the field at fault
   */
  static Reply parse(JsonNode json, ServiceKind kind) {
    return ReplyJson.read(json, kind);
  }

  /** The form that {@link #parse} reads. */
  ObjectNode toJson();
}
