package dev.trefoil.door.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.http.Headers;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What only a service of the same protocol gets: members, blocks, tools and headers as they are.
 */
final class Natives {
  /** Begins the names of this protocol's headers. */
  private static final String HEADER = "anthropic-";

  /** The version is ours to say; the other is between a browser and us. */
  private static final Set<String> OURS =
      Set.of("anthropic-version", "anthropic-dangerous-direct-browser-access");

  private static final String VISIBLE = "[ -~]{1,4096}";

  private Natives() {}

  static Native of(String member, String json) {
    return new Native(Native.ANTHROPIC_MESSAGES, "", member, json);
  }

  /**
   * The members of an object that nobody has asked for.
   *
   * @param dropped takes the names of those that cannot go on
   */
  static List<Native> rest(RequestFields fields, List<String> dropped) throws Problem {
    List<Native> rest = new ArrayList<>(0);
    for (String name : List.copyOf(fields.rest())) {
      String path = fields.at(name);
      RequestFields.wellFormed(path, name);
      JrsValue value = fields.value(name).orElseThrow();
      if (name.startsWith(HEADER)) { // That would be a header to a service.
        dropped.add(path);
      } else {
        rest.add(of(name, RequestJson.text(path, value)));
      }
    }
    return rest;
  }

  /**
   * A block of a type that the vocabulary does not have, whose mark for the cache is read apart.
   */
  static Part.NativePart block(String path, JrsObject block) throws Problem {
    RequestJson.text(path, block); // Well-formed at any depth.
    return new Part.NativePart(
        of(Native.ITEM, Json.object(json -> without(json, block, CacheParser.MEMBER))));
  }

  private static void without(JsonGenerator json, JrsObject object, String left)
      throws IOException {
    Iterator<Map.Entry<String, JrsValue>> members = object.fields();
    while (members.hasNext()) {
      Map.Entry<String, JrsValue> member = members.next();
      if (!member.getKey().equals(left)) {
        json.writeFieldName(member.getKey());
        Json.write(json, member.getValue());
      }
    }
  }

  /** The call's headers of this protocol but its version. */
  static List<Native> headers(Headers headers) throws Problem {
    List<Native> natives = new ArrayList<>(1);
    Set<String> names = new TreeSet<>();
    headers.forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
    for (String name : names) {
      if (name.startsWith(HEADER) && !OURS.contains(name)) {
        String value = String.join(",", headers.all(name)).strip();
        if (!value.matches(VISIBLE)) {
          throw Problem.of(
              400, "invalid_header", "The header " + name + " must be 1 to 4096 visible letters.");
        }
        natives.add(of(name, Json.value(json -> json.writeString(value))));
      }
    }
    return natives;
  }
}
