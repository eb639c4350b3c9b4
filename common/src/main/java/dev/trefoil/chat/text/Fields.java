package dev.trefoil.chat.text;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The members of an object that we wrote ourselves. */
record Fields(JrsObject json) {
  boolean has(String name) {
    return json.get(name) != null;
  }

  Optional<String> text(String name) throws IOException {
    return Json.optionalText(json, name);
  }

  String required(String name) throws IOException {
    return text(name).orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }

  Optional<Boolean> flag(String name) {
    return Json.text(json, name).map(Boolean::valueOf);
  }

  OptionalDouble number(String name) throws IOException {
    Optional<String> text = Json.text(json, name);
    try {
      return text.isPresent()
          ? OptionalDouble.of(Double.parseDouble(text.get()))
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      throw new IOException("'" + name + "' is not a number", e);
    }
  }

  OptionalLong whole(String name) throws IOException {
    Optional<String> text = Json.text(json, name);
    try {
      return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      throw new IOException("'" + name + "' is not a whole number", e);
    }
  }

  OptionalInt integer(String name) throws IOException {
    OptionalLong whole = whole(name);
    return whole.isPresent()
        ? OptionalInt.of(Math.toIntExact(whole.getAsLong()))
        : OptionalInt.empty();
  }

  JrsObject object(String name) throws IOException {
    if (json.get(name) instanceof JrsObject object) {
      return object;
    }
    throw new IOException("'" + name + "' is not an object");
  }

  /** The values of a list; none where it is absent. */
  List<JrsValue> array(String name) {
    List<JrsValue> values = new ArrayList<>();
    if (json.get(name) instanceof JrsArray array) {
      array.elements().forEachRemaining(values::add);
    }
    return values;
  }

  List<JrsObject> objects(String name) throws IOException {
    List<JrsObject> objects = new ArrayList<>();
    for (JrsValue value : array(name)) {
      if (!(value instanceof JrsObject object)) {
        throw new IOException("'" + name + "' is not a list of objects");
      }
      objects.add(object);
    }
    return objects;
  }

  List<String> list(String name) {
    return array(name).stream().map(JrsValue::asText).toList();
  }

  /** The members of an object, as texts; none where it is absent. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new HashMap<>();
    if (json.get(name) instanceof JrsObject object) {
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String one = names.next();
        texts.put(one, object.get(one).asText());
      }
    }
    return texts;
  }
}
