package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Query;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lists of items that are kept, as they are asked for and told. */
final class ItemPages {
  private static final String ENCRYPTED = "reasoning.encrypted_content";
  private static final String ENCRYPTED_CONTENT = "encrypted_content";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;

  private ItemPages() {}

  static int limit(Query query) throws Problem {
    String text = query.last("limit").orElse(Integer.toString(DEFAULT_LIMIT));
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw Problem.invalid("limit", "'limit' must be a whole number from 1 to " + MOST + ".");
    }
    return limit;
  }

  static boolean isDescending(Query query) throws Problem {
    return switch (query.last("order").orElse("desc")) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw Problem.invalid("order", "'order' must be asc or desc.");
    };
  }

  /** Clients say a list as {@code include}, {@code include[]}, or with commas. */
  static boolean isEncrypted(Query query) {
    return Stream.of("include", "include[]")
        .flatMap(name -> query.all(name).stream())
        .flatMap(value -> Stream.of(value.split(",")))
        .anyMatch(ENCRYPTED::equals);
  }

  /**
   * A page of items as an object.
   *
   * @param more whether there is another
   */
  static Json.Members list(List<String> page, boolean encrypted, boolean more) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("object", "list");
      json.writeArrayFieldStart("data");
      for (String item : page) {
        item(json, item, encrypted);
      }
      json.writeEndArray();
      json.writeStringField("first_id", page.isEmpty() ? null : KeptItem.id(page.getFirst()));
      json.writeStringField("last_id", page.isEmpty() ? null : KeptItem.id(page.getLast()));
      json.writeBooleanField("has_more", more);
      json.writeEndObject();
    };
  }

  /** Reasoning of which nothing else is to be seen is not shown without its encrypted content. */
  static void item(JsonGenerator json, String text, boolean encrypted) throws IOException {
    JrsObject item = Json.readWhole(text);
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
}
