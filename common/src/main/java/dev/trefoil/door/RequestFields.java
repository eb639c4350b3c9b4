package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An object of a request, read field by field. A field that is null counts as absent, as OpenAI's
 * clients send it; one of the wrong type is an error that names it by its whole path.
 */
public final class RequestFields {
  private final String path;
  private final Map<String, JrsValue> unread = new LinkedHashMap<>();

  /** All objects of the request that were read by their fields, this one included. */
  private final List<RequestFields> family;

  private RequestFields(String path, JrsObject object, List<RequestFields> family) {
    this.path = path;
    this.family = family;
    family.add(this);
    Iterator<Map.Entry<String, JrsValue>> fields = object.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JrsValue> field = fields.next();
      if (!field.getValue().isNull()) {
        unread.put(field.getKey(), field.getValue());
      }
    }
  }

  /** The request itself. */
  public static RequestFields of(JrsValue value) throws Problem {
    if (value instanceof JrsObject object) {
      return new RequestFields("", object, new ArrayList<>());
    }
    throw Problem.invalid("The body must be a JSON object, not " + type(value) + ".");
  }

  /** An object somewhere in the request. */
  public RequestFields child(String at, JrsValue value) throws Problem {
    if (value instanceof JrsObject object) {
      return new RequestFields(at, object, family);
    }
    throw wrongType(at, "an object", value);
  }

  /** The paths of what was not asked for, in all objects of the request but itself. */
  public List<String> unknown() {
    return family.stream()
        .filter(fields -> !fields.path.isEmpty())
        .flatMap(fields -> fields.unread.keySet().stream().map(fields::at))
        .toList();
  }

  /** The names that were not asked for, in order. */
  public Set<String> rest() {
    return unread.keySet();
  }

  /**
   * Refuses what was not asked for.
   *
   * @param of what the request is about, in the plural
   */
  public void requireNoMore(String of) throws Problem {
    if (!unread.isEmpty()) {
      String other = unread.keySet().iterator().next();
      throw Problem.unsupported(other, "There is no '" + other + "' of " + of + " here.");
    }
  }

  /** The path of a field of this object, as errors name it. */
  public String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public Optional<JrsValue> value(String name) {
    return Optional.ofNullable(unread.remove(name));
  }

  public Optional<String> text(String name) throws Problem {
    JrsValue value = unread.remove(name);
    return value == null ? Optional.empty() : Optional.of(text(at(name), value));
  }

  public String requiredText(String name) throws Problem {
    return text(name).orElseThrow(() -> missing(name));
  }

  /** A text that is one of some words. */
  public Optional<String> word(String name, List<String> words) throws Problem {
    Optional<String> text = text(name);
    if (text.isPresent() && !words.contains(text.get())) {
      throw Problem.invalid(
          at(name), "'" + at(name) + "' must be one of " + String.join(", ", words) + ".");
    }
    return text;
  }

  public boolean flag(String name) throws Problem {
    return optionalFlag(name).orElse(false);
  }

  public Optional<Boolean> optionalFlag(String name) throws Problem {
    JrsValue value = unread.remove(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JrsBoolean flag) {
      return Optional.of(flag.booleanValue());
    }
    throw wrongType(at(name), "true or false", value);
  }

  public OptionalDouble number(String name, double min, double max) throws Problem {
    JrsValue value = unread.remove(name);
    if (value == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number(at(name), value, min, max));
  }

  public OptionalInt integer(String name, int min, int max) throws Problem {
    OptionalLong number = integer(name, min, (long) max);
    return number.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) number.getAsLong());
  }

  /** A whole number that a double does not round. */
  public OptionalLong integer(String name, long min, long max) throws Problem {
    JrsValue value = unread.get(name);
    OptionalDouble number = number(name, min, max);
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    if (number.getAsDouble() != Math.rint(number.getAsDouble())) {
      throw wrongType(at(name), "a whole number", value);
    }
    return OptionalLong.of((long) number.getAsDouble());
  }

  public Optional<RequestFields> object(String name) throws Problem {
    JrsValue value = unread.remove(name);
    return value == null ? Optional.empty() : Optional.of(child(at(name), value));
  }

  /** The items of a list; absent and empty are different things. */
  public Optional<List<JrsValue>> list(String name) throws Problem {
    JrsValue value = unread.remove(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JrsArray array) {
      return Optional.of(items(array));
    }
    throw wrongType(at(name), "a list", value);
  }

  /** A whole number that a double would round. */
  public OptionalLong wholeNumber(String name) throws Problem {
    JrsValue value = unread.remove(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof JrsNumber number
        && (number.getValue() instanceof Integer || number.getValue() instanceof Long)) {
      return OptionalLong.of(number.getValue().longValue());
    }
    throw wrongType(at(name), "a whole number of 64 bits", value);
  }

  /** The texts of an object whose fields are all texts. */
  public Map<String, String> texts(String name) throws Problem {
    Optional<RequestFields> object = object(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (object.isPresent()) {
      for (String key : List.copyOf(object.get().rest())) {
        wellFormed(at(name), key);
        texts.put(key, object.get().requiredText(key));
      }
    }
    return texts;
  }

  public Problem missing(String name) {
    return Problem.of(400, "missing_required_parameter", "'" + at(name) + "' is missing.")
        .withParam(at(name));
  }

  public static List<JrsValue> items(JrsArray array) {
    List<JrsValue> items = new ArrayList<>(array.size());
    array.elements().forEachRemaining(items::add);
    return items;
  }

  public static String text(String path, JrsValue value) throws Problem {
    if (!(value instanceof JrsString)) {
      throw wrongType(path, "a text", value);
    }
    return wellFormed(path, value.asText());
  }

  public static double number(String path, JrsValue value, double min, double max) throws Problem {
    if (!(value instanceof JrsNumber number)) {
      throw wrongType(path, "a number", value);
    }
    double read = number.getValue().doubleValue();
    if (read >= min && read <= max) {
      return read;
    }
    throw Problem.invalid(
        path, "'" + path + "' must be from " + plain(min) + " to " + plain(max) + ".");
  }

  /** Half a surrogate pair cannot be written as UTF-8, which all services take. */
  public static String wellFormed(String path, String text) throws Problem {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)
          && (!Character.isHighSurrogate(c)
              || ++i == text.length()
              || !Character.isLowSurrogate(text.charAt(i)))) {
        throw Problem.invalid(path, "'" + path + "' holds half of a surrogate pair.");
      }
    }
    return text;
  }

  public static Problem wrongType(String path, String wanted, JrsValue value) {
    return Problem.of(
            400, "invalid_type", "'" + path + "' must be " + wanted + ", not " + type(value) + ".")
        .withParam(path);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static String type(JrsValue value) {
    return switch (value.asToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
