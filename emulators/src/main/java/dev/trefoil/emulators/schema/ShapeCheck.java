// Walks a value along its schema and stops at the first thing that is wrong.
package dev.trefoil.emulators.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One check of one value. A null member is an absent one, as all three vendors read it. */
final class ShapeCheck {

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

  private final Schema schema;
  private final List<Object> path = new ArrayList<>();

  ShapeCheck(Schema schema) {
    this.schema = schema;
  }

  Optional<Violation> check(String name, JsonNode value) {
    return switch (schema.shape(name)) {
      case Shape.Any any -> Optional.empty();
      case Shape.Bool bool -> typed(value.isBoolean(), value, "boolean");
      case Shape.Blob blob ->
          typed(value.isTextual() && BASE64.matcher(value.textValue()).matches(), value, "blob");
      case Shape.Text text -> text(text, value);
      case Shape.Num num -> number(num, value);
      case Shape.Items items -> items(items, value);
      case Shape.Entries entries -> entries(entries, value);
      case Shape.Struct struct -> struct(struct, value);
      case Shape.Variants variants -> variant(variants, value);
      case Shape.Forms forms -> form(forms, value);
    };
  }

  private Optional<Violation> text(Shape.Text text, JsonNode value) {
    if (!value.isTextual()) {
      return typed(false, value, "string");
    }
    String content = value.textValue();
    if (!text.values().isEmpty() && !text.values().contains(content)) {
      return Optional.of(new Violation.NotOneOf(here(), value, text.values()));
    }
    return length(content.length(), text.min(), text.max(), value)
        .or(
            () ->
                text.pattern().matcher(content).matches()
                    ? Optional.empty()
                    : Optional.of(new Violation.NoMatch(here(), value, text.pattern().pattern())));
  }

  private Optional<Violation> number(Shape.Num num, JsonNode value) {
    if (num.whole() ? !value.isIntegralNumber() : !value.isNumber()) {
      return typed(false, value, num.whole() ? "integer" : "number");
    }
    double number = value.doubleValue();
    if (number < num.min()) {
      return Optional.of(new Violation.OutOfRange(here(), value, false, num.min()));
    }
    // Whole numbers are 32 bits wide unless the table says more.
    boolean unbounded = Double.isInfinite(num.max());
    if (number > num.max() || num.whole() && unbounded && !value.canConvertToInt()) {
      double bound = unbounded ? Integer.MAX_VALUE : num.max();
      return Optional.of(new Violation.OutOfRange(here(), value, true, bound));
    }
    return Optional.empty();
  }

  private Optional<Violation> items(Shape.Items items, JsonNode value) {
    if (!value.isArray()) {
      return typed(false, value, "array");
    }
    Optional<Violation> found = length(value.size(), items.min(), items.max(), value);
    for (int i = 0; i < value.size() && found.isEmpty(); i++) {
      found = below(i, items.item(), value.get(i));
    }
    return found;
  }

  private Optional<Violation> entries(Shape.Entries entries, JsonNode value) {
    if (!value.isObject()) {
      return typed(false, value, "object");
    }
    Optional<Violation> found = length(value.size(), entries.min(), entries.max(), value);
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      found = found.or(() -> below(entry.getKey(), entries.value(), entry.getValue()));
    }
    return found;
  }

  private Optional<Violation> struct(Shape.Struct struct, JsonNode value) {
    if (!value.isObject()) {
      return typed(false, value, "object");
    }
    int present = 0;
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String member = entry.getKey();
      if (!struct.members().containsKey(member)) {
        return Optional.of(new Violation.Unknown(at(member)));
      }
      if (!entry.getValue().isNull()) {
        present++;
        Optional<Violation> found = below(member, struct.members().get(member), entry.getValue());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    if (struct.union() && present != 1) {
      return Optional.of(new Violation.NotOneMember(here(), value));
    }
    for (String member : struct.members().keySet()) {
      if (struct.required().contains(member) && !value.hasNonNull(member)) {
        return Optional.of(new Violation.Missing(at(member)));
      }
    }
    return Optional.empty();
  }

  private Optional<Violation> variant(Shape.Variants variants, JsonNode value) {
    if (!value.isObject()) {
      return typed(false, value, "object");
    }
    JsonNode by = value.path(variants.by());
    if (by.isMissingNode() || by.isNull()) {
      return Optional.of(new Violation.Missing(at(variants.by())));
    }
    if (!by.isTextual()) {
      return Optional.of(new Violation.WrongType(at(variants.by()), by, "string"));
    }
    String shape = variants.shapes().get(by.textValue());
    if (shape == null) {
      List<String> known = List.copyOf(variants.shapes().keySet());
      return Optional.of(new Violation.NotOneOf(at(variants.by()), by, known));
    }
    return check(shape, value);
  }

  private Optional<Violation> form(Shape.Forms forms, JsonNode value) {
    String type =
        value.isTextual() ? "string" : value.isArray() ? "array" : value.isObject() ? "object" : "";
    String shape = forms.shapes().get(type);
    return shape == null
        ? typed(false, value, String.join(" or ", forms.shapes().keySet()))
        : check(shape, value);
  }

  private Optional<Violation> below(Object step, String shape, JsonNode value) {
    path.add(step);
    Optional<Violation> found = check(shape, value);
    path.removeLast();
    return found;
  }

  private Optional<Violation> typed(boolean right, JsonNode value, String expected) {
    return right ? Optional.empty() : Optional.of(new Violation.WrongType(here(), value, expected));
  }

  private Optional<Violation> length(int length, int min, int max, JsonNode value) {
    if (length < min) {
      return Optional.of(new Violation.WrongLength(here(), value, false, min));
    }
    return length > max
        ? Optional.of(new Violation.WrongLength(here(), value, true, max))
        : Optional.empty();
  }

  private List<Object> here() {
    return List.copyOf(path);
  }

  private List<Object> at(String member) {
    List<Object> place = new ArrayList<>(path);
    place.add(member);
    return List.copyOf(place);
  }
}
