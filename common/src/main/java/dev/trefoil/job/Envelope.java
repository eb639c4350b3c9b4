package dev.trefoil.job;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;

/**
 * What a queue message says: a job that the store has, or one with its request.
 *
 * @param id of the job; empty for one that goes by its message's id
 * @param request a chat or embeddings body; empty when the store has it
 * @param callback a name among the configured callbacks
 */
record Envelope(Optional<String> id, Optional<String> request, Optional<String> callback) {
  private static final String ID = "[A-Za-z0-9_-]{1,128}";

  /** Whether a job may go by it. */
  static boolean isId(String text) {
    return text.matches(ID);
  }

  static String naming(String id) {
    return Json.object(json -> json.writeStringField("id", id));
  }

  /**
   * @throws IOException with what is wrong with it
   */
  static Envelope read(String body) throws IOException {
    JrsObject json;
    try {
      json = Json.readWhole(body);
    } catch (IOException e) {
      throw new IOException("the message is not a JSON object", e);
    }
    JrsValue request = json.get("request");
    if (request != null && !(request instanceof JrsObject)) {
      throw new IOException("'request' is not an object");
    }
    Optional<String> id = Json.optionalText(json, "id");
    if (id.isPresent() && !isId(id.get())) {
      throw new IOException("'id' is not 1 to 128 letters, digits, '-' and '_'");
    }
    if (id.isEmpty() && request == null) {
      throw new IOException("the message has neither 'id' nor 'request'");
    }
    return new Envelope(
        id,
        request == null ? Optional.empty() : Optional.of(inUtf8(Json.write(request))),
        Json.optionalText(json, "callback"));
  }

  /** The same, going by an id. */
  String under(String jobId) {
    return Json.object(
        json -> {
          json.writeStringField("id", jobId);
          if (request.isPresent()) {
            json.writeFieldName("request");
            json.writeRawValue(request.get());
          }
          if (callback.isPresent()) {
            json.writeStringField("callback", callback.get());
          }
        });
  }

  /**
   * JSON with what UTF-8 cannot say escaped: half a surrogate pair would become a question mark,
   * and no 400 of the call would name it.
   */
  private static String inUtf8(String json) {
    StringBuilder text = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                text.append("\\u").append(Integer.toHexString(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  /** The job's id: its own, or one made of the message's, which is the same on every delivery. */
  String jobId(QueueMessage message) {
    return id.orElseGet(() -> "message-" + Digest.of(message.id()));
  }
}
