// What expressions mean, said once more and as plainly as can be.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.OptionalInt;

/** Over values as JSON; a missing node stands for what is not there. */
final class ItemModel {
  private ItemModel() {}

  static String type(JsonNode value) {
    Iterator<String> names = value.fieldNames();
    return names.hasNext() ? names.next() : "";
  }

  static boolean equal(JsonNode a, JsonNode b) {
    String type = type(a);
    if (type.isEmpty() || !type.equals(type(b))) {
      return false;
    }
    JsonNode x = a.get(type);
    JsonNode y = b.get(type);
    return switch (type) {
      case "N" -> new BigDecimal(x.asText()).compareTo(new BigDecimal(y.asText())) == 0;
      case "SS", "NS", "BS" -> x.size() == y.size() && holdsAll(x, y, type.substring(0, 1));
      case "L" -> {
        boolean same = x.size() == y.size();
        for (int i = 0; same && i < x.size(); i++) {
          same = equal(x.get(i), y.get(i));
        }
        yield same;
      }
      case "M" -> {
        boolean same = x.size() == y.size();
        for (var entry : x.properties()) {
          same = same && equal(entry.getValue(), y.path(entry.getKey()));
        }
        yield same;
      }
      default -> x.equals(y);
    };
  }

  /** Whether a set holds all of another. */
  private static boolean holdsAll(JsonNode set, JsonNode others, String type) {
    for (JsonNode other : others) {
      if (!holds(set, other, type)) {
        return false;
      }
    }
    return true;
  }

  static boolean holds(JsonNode set, JsonNode member, String type) {
    for (JsonNode one : set) {
      if (equal(of(type, one), of(type, member))) {
        return true;
      }
    }
    return false;
  }

  static JsonNode of(String type, JsonNode content) {
    return JsonNodeFactory.instance.objectNode().set(type, content);
  }

  static OptionalInt order(JsonNode a, JsonNode b) {
    String type = type(a);
    if (type.isEmpty() || !type.equals(type(b))) {
      return OptionalInt.empty();
    }
    String x = a.get(type).asText();
    String y = b.get(type).asText();
    return switch (type) {
      case "N" -> OptionalInt.of(new BigDecimal(x).compareTo(new BigDecimal(y)));
      case "S", "B" -> OptionalInt.of(Arrays.compareUnsigned(bytes(a), bytes(b)));
      default -> OptionalInt.empty();
    };
  }

  static byte[] bytes(JsonNode value) {
    return value.has("B")
        ? Base64.getDecoder().decode(value.get("B").asText())
        : value.path("S").asText().getBytes(StandardCharsets.UTF_8);
  }

  static boolean compares(JsonNode a, String comparator, JsonNode b) {
    if (comparator.equals("=")) {
      return equal(a, b);
    }
    if (comparator.equals("<>")) {
      return !equal(a, b);
    }
    OptionalInt order = order(a, b);
    if (order.isEmpty()) {
      return false;
    }
    int sign = Integer.signum(order.getAsInt());
    return comparator.startsWith("<") && sign < 0
        || comparator.startsWith(">") && sign > 0
        || comparator.endsWith("=") && sign == 0;
  }

  static boolean beginsWith(JsonNode value, JsonNode start) {
    String type = type(value);
    if (!type.equals(type(start)) || !type.equals("S") && !type.equals("B")) {
      return false;
    }
    byte[] whole = bytes(value);
    byte[] first = bytes(start);
    return whole.length >= first.length && Arrays.equals(Arrays.copyOf(whole, first.length), first);
  }

  static boolean contains(JsonNode value, JsonNode part) {
    String type = type(value);
    return switch (type) {
      case "S" -> part.has("S") && value.get("S").asText().contains(part.get("S").asText());
      case "B" -> {
        String whole = new String(bytes(value), StandardCharsets.ISO_8859_1);
        yield part.has("B") && whole.contains(new String(bytes(part), StandardCharsets.ISO_8859_1));
      }
      case "SS", "NS", "BS" -> {
        String member = type.substring(0, 1);
        yield part.has(member) && holds(value.get(type), part.get(member), member);
      }
      case "L" -> {
        for (JsonNode member : value.get("L")) {
          if (equal(member, part)) {
            yield true;
          }
        }
        yield false;
      }
      default -> false;
    };
  }

  static JsonNode size(JsonNode value) {
    int size =
        switch (type(value)) {
          case "S" -> value.get("S").asText().length();
          case "B" -> bytes(value).length;
          case "SS", "NS", "BS", "L", "M" -> value.get(type(value)).size();
          default -> -1;
        };
    return size < 0
        ? MissingNode.getInstance()
        : of("N", JsonNodeFactory.instance.textNode(Integer.toString(size)));
  }
}
