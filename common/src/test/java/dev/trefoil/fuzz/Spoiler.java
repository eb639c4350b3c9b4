package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does one thing to one field of a right request that makes it a wrong one. */
final class Spoiler {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int TOO_DEEP = 250;

  private final Chance chance;
  private final FieldTable table;
  private final ObjectNode body;

  private Spoiler(Chance chance, FieldTable table, ObjectNode body) {
    this.chance = chance;
    this.table = table;
    this.body = body;
  }

  /**
   * @param table of what may stand there
   * @param body a right request, which is changed
   */
  static Bad spoil(Chance chance, FieldTable table, ObjectNode body) {
    Spoiler spoiler = new Spoiler(chance, table, body);
    List<Place> places = spoiler.places();
    while (true) {
      Optional<Bad> bad = spoiler.spoil(chance.pick(places));
      if (bad.isPresent()) {
        return bad.get();
      }
    }
  }

  /**
   * Puts a text of {@code length} into a chat request where one may stand and none was put before;
   * what comes of it is each service's to say.
   *
   * @param done the places where one was put, which gains one
   */
  static Optional<Bad> huge(ObjectNode body, int length, Set<String> done) {
    Spoiler spoiler = new Spoiler(Chance.of(0, 0), ChatFields.TABLE, body);
    for (Place place : spoiler.places()) {
      if (place.value.isTextual() && done.add(place.field.place())) {
        String text = place.value.textValue();
        String begun = text.contains(";base64,") ? text.substring(0, text.indexOf(',') + 1) : "";
        return Optional.of(spoiler.put(place, "huge", NODES.textNode(begun + "x".repeat(length))));
      }
    }
    return Optional.empty();
  }

  /** Empty where the drawn way does not make this field wrong; another is drawn then. */
  private Optional<Bad> spoil(Place place) {
    Field field = place.field;
    return switch (chance.below(9)) {
      case 0, 1 -> wrongType(place, "another type", otherType(field));
      case 2, 3 ->
          field.bad().isEmpty()
              ? Optional.empty()
              : Optional.of(put(place, "bad value", chance.pick(field.bad())));
      case 4 -> field.required() && !place.inList() ? Optional.of(remove(place)) : Optional.empty();
      case 5 -> wrongType(place, "in a list", NODES.arrayNode().add(place.value));
      case 6 -> wrongType(place, "in an object", NODES.objectNode().set("value", place.value));
      case 7 ->
          place.value.isTextual()
              ? Optional.of(put(place, "half a pair", halfAPair(place.value.textValue())))
              : Optional.empty();
      default -> chance.oneIn(2) ? duplicate(place) : Optional.of(put(place, "too deep", deep()));
    };
  }

  private Optional<Bad> wrongType(Place place, String how, JsonNode value) {
    return place.field.takes(value) ? Optional.empty() : Optional.of(put(place, how, value));
  }

  private Bad put(Place place, String how, JsonNode value) {
    place.put(value);
    return bad(how, place, Json.bytes(body));
  }

  private static Bad bad(String how, Place place, byte[] bytes) {
    // What is too deep is no JSON to us: no field can be named.
    String blamed = how.equals("too deep") ? "" : place.path;
    return Bad.request(place.field.place() + " " + how, blamed, bytes);
  }

  private Bad remove(Place place) {
    if (chance.oneIn(2)) {
      place.put(NODES.nullNode());
    } else {
      place.object().remove(place.key());
    }
    return bad("missing", place, Json.bytes(body));
  }

  /** The field a second time, with a wrong value: the last of two is the one that counts. */
  private Optional<Bad> duplicate(Place place) {
    JsonNode wrong = otherType(place.field);
    if (place.inList() || wrong.isNull()) {
      return Optional.empty();
    }
    String marker = "second-" + place.key();
    place.object().set(marker, wrong);
    String text = new String(Json.bytes(body), StandardCharsets.UTF_8);
    String twice =
        text.replace(Json.text(NODES.textNode(marker)), Json.text(NODES.textNode(place.key())));
    return Optional.of(bad("twice", place, twice.getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode otherType(Field field) {
    List<JsonNode> values = new ArrayList<>();
    values.add(NODES.textNode(chance.pick("", "1", "true", "{}", "null", "text")));
    values.add(NODES.numberNode(chance.pick(0, 1, -1)));
    values.add(NODES.numberNode(1.5));
    values.add(NODES.booleanNode(chance.oneIn(2)));
    values.add(chance.oneIn(2) ? NODES.objectNode() : NODES.objectNode().put("type", "text"));
    values.add(chance.oneIn(2) ? NODES.arrayNode() : NODES.arrayNode().add(1));
    if (field.required()) {
      values.add(NODES.nullNode());
    }
    values.removeIf(field::takes);
    return chance.pick(values);
  }

  private JsonNode halfAPair(String text) {
    int at = text.offsetByCodePoints(0, chance.below(text.codePointCount(0, text.length()) + 1));
    String half = chance.pick("\ud800", "\udfff", "\udc00\ud800 ");
    // A high half before a low one would be a whole pair; a letter between them keeps it half.
    return NODES.textNode(text.substring(0, at) + half + "x" + text.substring(at));
  }

  private JsonNode deep() {
    JsonNode deep = NODES.numberNode(1);
    for (int i = 0; i < TOO_DEEP; i++) {
      deep = chance.oneIn(2) ? NODES.arrayNode().add(deep) : NODES.objectNode().set("a", deep);
    }
    return deep;
  }

  /** All fields of the request that the table has. */
  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    walk(body, "", "", places);
    return places;
  }

  /**
   * @param of the place of {@code node} in the table
   * @param path its path in the request
   */
  private void walk(JsonNode node, String of, String path, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> one : object.properties()) {
        String at = path.isEmpty() ? one.getKey() : path + "." + one.getKey();
        table
            .member(of, one.getKey())
            .ifPresent(
                field ->
                    found(field, new Seat(object, one.getKey(), -1), one.getValue(), at, places));
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        table
            .item(of)
            .ifPresent(
                field ->
                    found(
                        field,
                        new Seat(list, "", index),
                        list.get(index),
                        path + "[" + index + "]",
                        places));
      }
    }
  }

  private void found(Field field, Seat seat, JsonNode value, String path, List<Place> places) {
    if (!value.isNull()) {
      places.add(new Place(field, seat, value, path));
      walk(value, field.place(), path, places);
    }
  }

  /**
   * Where a value sits.
   *
   * @param key its name in an object
   * @param index its place in a list; -1 in an object
   */
  private record Seat(JsonNode parent, String key, int index) {}

  /** A value in the request. */
  private record Place(Field field, Seat seat, JsonNode value, String path) {
    boolean inList() {
      return seat.index >= 0;
    }

    String key() {
      return seat.key;
    }

    ObjectNode object() {
      return (ObjectNode) seat.parent;
    }

    void put(JsonNode other) {
      if (inList()) {
        ((ArrayNode) seat.parent).set(seat.index, other);
      } else {
        object().set(seat.key, other);
      }
    }
  }
}
