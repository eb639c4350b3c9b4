package dev.trefoil.door.files;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.function.Function;

/** A page of a list, as OpenAI writes one. */
final class ListAnswer {
  private ListAnswer() {}

  /** Writes an item. */
  @FunctionalInterface
  interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  static <T> void send(
      String requestId,
      ResponseSink sink,
      ListQuery.Page<T> page,
      Function<T, String> id,
      Item<T> item)
      throws IOException {
    JsonAnswer.send(
        requestId,
        200,
        sink,
        json -> {
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (T one : page.items()) {
            item.write(json, one);
          }
          json.writeEndArray();
          boolean none = page.items().isEmpty();
          json.writeStringField("first_id", none ? null : id.apply(page.items().getFirst()));
          json.writeStringField("last_id", none ? null : id.apply(page.items().getLast()));
          json.writeBooleanField("has_more", page.more());
        });
  }

  /** Says that something is deleted. */
  static void deleted(String requestId, ResponseSink sink, String id, String object)
      throws IOException {
    JsonAnswer.send(
        requestId,
        200,
        sink,
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("object", object);
          json.writeBooleanField("deleted", true);
        });
  }
}
