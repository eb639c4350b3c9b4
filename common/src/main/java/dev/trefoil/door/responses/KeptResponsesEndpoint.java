package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.http.Query;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells and forgets responses that are kept. */
final class KeptResponsesEndpoint {
  private static final String ENCRYPTED = "reasoning.encrypted_content";
  private static final String ENCRYPTED_CONTENT = "encrypted_content";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;

  private final KeptResponses kept;

  KeptResponsesEndpoint(KeptResponses kept) {
    this.kept = kept;
  }

  /**
   * Answers {@code GET /v1/responses/{id}}.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    if (call.query().last("stream").filter("true"::equals).isPresent()) {
      throw Problem.unsupported(
          "stream", "Only responses in the background are streamed again: leave 'stream' out.");
    }
    boolean encrypted = isEncrypted(call.query());
    KeptResponse response = find(call);
    send(
        call,
        sink,
        json -> {
          json.writeStartObject();
          Iterator<Map.Entry<String, JrsValue>> members = read(response.json()).fields();
          while (members.hasNext()) {
            Map.Entry<String, JrsValue> member = members.next();
            json.writeFieldName(member.getKey());
            if (member.getKey().equals("output")) {
              json.writeStartArray();
              for (String item : response.outputItems()) {
                item(json, item, encrypted);
              }
              json.writeEndArray();
            } else {
              Json.write(json, member.getValue());
            }
          }
          json.writeEndObject();
        });
  }

  /**
   * Answers {@code DELETE /v1/responses/{id}}.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void delete(DoorCall call, ResponseSink sink) throws Problem, IOException {
    String id = call.parameter("id");
    if (!kept.delete(call.info(), id)) {
      throw notFound(id);
    }
    send(
        call,
        sink,
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id);
          json.writeStringField("object", "response");
          json.writeBooleanField("deleted", true);
          json.writeEndObject();
        });
  }

  /**
   * Answers {@code GET /v1/responses/{id}/input_items}.
   *
   * @throws Problem 400 when the query is malformed, 404 where there is none of this caller's
   */
  void inputItems(DoorCall call, ResponseSink sink) throws Problem, IOException {
    Query query = call.query();
    int limit = limit(query);
    boolean descending = isDescending(query);
    boolean encrypted = isEncrypted(query);
    List<String> items = find(call).inputItems();
    List<String> ordered = descending ? items.reversed() : items;
    int start = 0;
    if (query.last("after").isPresent()) {
      String after = query.last("after").get();
      List<String> ids = ordered.stream().map(KeptResponsesEndpoint::id).toList();
      start = ids.indexOf(after) + 1;
      if (start == 0) {
        throw Problem.of(404, "item_not_found", "'after' names no item of this response's input.")
            .withParam("after");
      }
    }
    int end = Math.min(ordered.size(), start + limit);
    List<String> page = ordered.subList(start, end);
    send(
        call,
        sink,
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (String item : page) {
            item(json, item, encrypted);
          }
          json.writeEndArray();
          json.writeStringField("first_id", page.isEmpty() ? null : id(page.getFirst()));
          json.writeStringField("last_id", page.isEmpty() ? null : id(page.getLast()));
          json.writeBooleanField("has_more", end < ordered.size());
          json.writeEndObject();
        });
  }

  private static int limit(Query query) throws Problem {
    String text = query.last("limit").orElse(Integer.toString(DEFAULT_LIMIT));
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw Problem.invalid("limit", "'limit' must be a whole number from 1 to " + MOST + ".");
    }
    return limit;
  }

  private static boolean isDescending(Query query) throws Problem {
    return switch (query.last("order").orElse("desc")) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw Problem.invalid("order", "'order' must be asc or desc.");
    };
  }

  /** Clients say a list as {@code include}, {@code include[]}, or with commas. */
  private static boolean isEncrypted(Query query) {
    return Stream.of("include", "include[]")
        .flatMap(name -> query.all(name).stream())
        .flatMap(value -> Stream.of(value.split(",")))
        .anyMatch(ENCRYPTED::equals);
  }

  private KeptResponse find(DoorCall call) throws Problem {
    String id = call.parameter("id");
    return kept.find(call.info(), id).orElseThrow(() -> notFound(id));
  }

  private static Problem notFound(String id) {
    return Problem.of(
            404, "response_not_found", "No response with the id '" + id + "' is kept here.")
        .withParam("response_id");
  }

  /** Reasoning of which nothing else is to be seen is not shown without its encrypted content. */
  private static void item(JsonGenerator json, String text, boolean encrypted) throws IOException {
    JrsObject item = read(text);
    boolean reasoning = Json.text(item, "type").filter("reasoning"::equals).isPresent();
    if (encrypted || !reasoning) {
      json.writeRawValue(text);
    } else if (!isEmpty(item.get("summary")) || !isEmpty(item.get("content"))) {
      json.writeStartObject();
      Iterator<Map.Entry<String, JrsValue>> members = item.fields();
      while (members.hasNext()) {
        Map.Entry<String, JrsValue> member = members.next();
        if (!member.getKey().equals(ENCRYPTED_CONTENT)) {
          json.writeFieldName(member.getKey());
          Json.write(json, member.getValue());
        }
      }
      json.writeEndObject();
    }
  }

  private static boolean isEmpty(JrsValue list) {
    return !(list instanceof JrsArray array) || array.size() == 0;
  }

  private static String id(String item) {
    try {
      return Json.text(Json.readWhole(item), "id").orElse("");
    } catch (IOException e) {
      throw new IllegalArgumentException("an item that is kept is no JSON object", e);
    }
  }

  private static JrsObject read(String json) throws IOException {
    return Json.readWhole(json);
  }

  private static void send(DoorCall call, ResponseSink sink, Json.Members value)
      throws IOException {
    byte[] body = Json.bytes(value);
    try (OutputStream out =
        sink.start(200, ResponseHeaders.unanswered(call.requestId(), "application/json"))) {
      out.write(body);
    }
  }
}
