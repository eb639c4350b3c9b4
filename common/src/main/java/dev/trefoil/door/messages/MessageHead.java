package dev.trefoil.door.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What a message says before its content.
 *
 * @param id begins with {@code msg_}
 * @param model that answers, as its service calls it
 */
record MessageHead(String id, String model) {
  static MessageHead of(String requestId, String model) {
    return new MessageHead("msg_" + requestId, model);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("type", "message");
    json.writeStringField("role", "assistant");
    json.writeStringField("model", model);
  }
}
