package dev.trefoil.door.responses;

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

/** Tells and forgets responses that are kept. */
final class KeptResponsesEndpoint {
  private final BackgroundResponses responses;

  KeptResponsesEndpoint(BackgroundResponses responses) {
    this.responses = responses;
  }

  /**
   * Answers {@code GET /v1/responses/{id}}.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    if (call.query().last("stream").filter("true"::equals).isPresent()) {
      throw Problem.unsupported(
          "stream", "What is kept is not streamed again here: leave 'stream' out.");
    }
    tell(call, find(call), sink);
  }

  /**
   * Answers {@code POST /v1/responses/{id}/cancel} with the response.
   *
   * @throws Problem 404 where there is none of this caller's, 400 when it is not in the background
   */
  void cancel(DoorCall call, ResponseSink sink) throws Problem, IOException {
    tell(call, responses.cancel(call.parameter("id"), call.info()), sink);
  }

  private static void tell(DoorCall call, KeptResponse response, ResponseSink sink)
      throws IOException {
    boolean encrypted = ItemPages.isEncrypted(call.query());
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
                ItemPages.item(json, item, encrypted);
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
    if (!responses.delete(id, call.info())) {
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
    int limit = ItemPages.limit(query);
    boolean descending = ItemPages.isDescending(query);
    boolean encrypted = ItemPages.isEncrypted(query);
    List<String> items = find(call).inputItems();
    List<String> ordered = descending ? items.reversed() : items;
    int start = 0;
    if (query.last("after").isPresent()) {
      String after = query.last("after").get();
      List<String> ids = ordered.stream().map(KeptItem::id).toList();
      start = ids.indexOf(after) + 1;
      if (start == 0) {
        throw Problem.of(404, "item_not_found", "'after' names no item of this response's input.")
            .withParam("after");
      }
    }
    int end = Math.min(ordered.size(), start + limit);
    List<String> page = ordered.subList(start, end);
    send(call, sink, ItemPages.list(page, encrypted, end < ordered.size()));
  }

  private KeptResponse find(DoorCall call) throws Problem {
    String id = call.parameter("id");
    return responses.find(id, call.info()).orElseThrow(() -> notFound(id));
  }

  static Problem notFound(String id) {
    return Problem.of(
            404, "response_not_found", "No response with the id '" + id + "' is kept here.")
        .withParam("response_id");
  }

  private static JrsObject read(String json) throws IOException {
    return Json.readWhole(json);
  }

  static void send(DoorCall call, ResponseSink sink, Json.Members value) throws IOException {
    byte[] body = Json.bytes(value);
    try (OutputStream out =
        sink.start(200, ResponseHeaders.unanswered(call.requestId(), "application/json"))) {
      out.write(body);
    }
  }
}
