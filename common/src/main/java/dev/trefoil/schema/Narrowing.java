package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNull;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps of a schema, part by part, what a form takes, and puts the rest into words. */
final class Narrowing {
  /** Keywords that ask for something; all others only tell. */
  private static final Set<String> ASKING =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "uniqueItems",
          "contains",
          "minContains",
          "maxContains",
          "minProperties",
          "maxProperties",
          "propertyNames",
          "patternProperties",
          "dependentRequired",
          "dependentSchemas",
          "not",
          "if",
          "then",
          "else",
          "oneOf",
          "unevaluatedItems",
          "unevaluatedProperties",
          "additionalProperties");

  /** What grammars do not know of patterns: looking around, going back, borders of words. */
  private static final Pattern HARD = Pattern.compile("\\(\\?(?!:)|\\\\[1-9bBk]");

  private static final int MOST_MERGES = 50;

  private final Form form;
  private final References references;
  private boolean exact = true;
  private int optional;
  private int unions;
  private final NullableMembers nullable = new NullableMembers();

  Narrowing(Form form, References references) {
    this.form = form;
    this.references = references;
  }

  /** Whether nothing that was asked for had to be left out. */
  boolean isExact() {
    return exact;
  }

  int optional() {
    return optional;
  }

  int unions() {
    return unions;
  }

  /**
   * The members that are null where they are missing, of a form in which none may be.
   *
   * @throws UnfitException when a null of that name would not tell
   */
  Set<String> nullable() throws UnfitException {
    return nullable.names();
  }

  /**
   * @throws UnfitException for a form that answers are held to and that cannot say this
   */
  JrsObject of(JrsObject schema) throws UnfitException {
    if (schema.get("$ref") != null) {
      return reference(schema);
    }
    Words words = new Words();
    Map<String, JrsValue> members = joined(Keywords.members(schema), words);
    choices(members, words);
    constant(members, words);
    members = enumerated(members, words);
    tuple(members, words);
    bounds(members, words);
    leaveOut(members, words);
    if (form.held()) {
      close(members);
    }
    words.addTo(members);
    Keywords.<UnfitException>replaceEach(
        members, (keyword, value) -> value instanceof JrsObject below ? of(below) : value);
    return new JrsObject(members);
  }

  private JrsObject reference(JrsObject schema) {
    Map<String, JrsValue> members = Keywords.members(schema);
    exact &= members.keySet().stream().noneMatch(ASKING::contains);
    members.keySet().retainAll(Set.of("$ref", "$defs", "definitions"));
    return new JrsObject(members);
  }

  private Map<String, JrsValue> joined(Map<String, JrsValue> members, Words words)
      throws UnfitException {
    Map<String, JrsValue> joined = members;
    for (int i = 0; joined.get("allOf") instanceof JrsArray parts; i++) {
      joined.remove("allOf");
      JrsObject all = new JrsObject(joined);
      for (JrsValue part : Keywords.items(parts)) {
        Optional<JrsObject> both =
            i < MOST_MERGES && part instanceof JrsObject schema
                ? Merging.both(all, references.followed(schema))
                : Optional.empty();
        if (both.isEmpty()) {
          lose(words, "allOf", part, "joins schemas that cannot be one");
        }
        all = both.orElse(all);
      }
      joined = Keywords.members(all);
    }
    return joined;
  }

  /** {@code oneOf} becomes {@code anyOf}, which has nothing beside it where answers are held. */
  private void choices(Map<String, JrsValue> members, Words words) throws UnfitException {
    if (!form.takes("oneOf") && members.get("oneOf") instanceof JrsArray one) {
      members.remove("oneOf");
      if (members.containsKey("anyOf")) {
        lose(words, "oneOf", one, "has a choice beside another");
      } else {
        exact = false;
        members.put("anyOf", one);
      }
    }
    if (!form.held() || !(members.get("anyOf") instanceof JrsArray any)) {
      return;
    }
    Map<String, JrsValue> beside = new LinkedHashMap<>(members);
    beside.remove("anyOf");
    beside.keySet().removeAll(Keywords.ANNOTATIONS);
    if (!beside.isEmpty()) {
      List<JrsValue> choices = new ArrayList<>();
      for (JrsValue choice : Keywords.items(any)) {
        choices.add(
            Merging.both(new JrsObject(beside), references.followed((JrsObject) choice))
                .orElseThrow(() -> new UnfitException("has a choice that cannot stand alone")));
      }
      members.keySet().retainAll(Keywords.ANNOTATIONS);
      members.put("anyOf", new JrsArray(choices));
    }
  }

  private void constant(Map<String, JrsValue> members, Words words) throws UnfitException {
    JrsValue value = members.get("const");
    if (value == null || form.takes("const") && Keywords.isPrimitive(value)) {
      return;
    }
    members.remove("const");
    if (Keywords.isPrimitive(value)) {
      members.put("enum", new JrsArray(List.of(value)));
    } else {
      lose(words, "const", value, "has a constant that is no single value");
    }
  }

  private Map<String, JrsValue> enumerated(Map<String, JrsValue> members, Words words)
      throws UnfitException {
    if (!(members.get("enum") instanceof JrsArray list)) {
      return members;
    }
    List<JrsValue> values = Keywords.items(list);
    if (!values.stream().allMatch(Keywords::isPrimitive)) {
      members.remove("enum");
      lose(words, "enum", list, "enumerates lists or objects");
      return members;
    }
    members.putIfAbsent("type", types(values));
    if (form.takes("const")) {
      return members; // And so also null and true.
    }
    boolean nothing = values.removeIf(JrsNull.class::isInstance);
    boolean truth = values.removeIf(JrsBoolean.class::isInstance);
    if (truth) {
      members.remove("enum");
      if (list.size() < 2 || !values.isEmpty()) {
        lose(words, "enum", list, "");
      }
      return members;
    }
    if (!nothing) {
      return members;
    }
    Map<String, JrsValue> named = new LinkedHashMap<>();
    members.forEach((k, v) -> named.put(k, v));
    named.keySet().retainAll(Keywords.ANNOTATIONS);
    JrsObject none = new JrsObject(Map.of("type", new JrsString("null")));
    if (values.isEmpty()) {
      named.put("type", new JrsString("null"));
      return named;
    }
    members.keySet().removeAll(Keywords.ANNOTATIONS);
    members.put("enum", new JrsArray(values));
    members.put("type", types(values));
    named.put("anyOf", new JrsArray(List.of(new JrsObject(members), none)));
    return named;
  }

  private static JrsValue types(List<JrsValue> values) {
    Set<String> types = new LinkedHashSet<>();
    for (JrsValue value : values) {
      types.add(
          switch (value) {
            case JrsString text -> "string";
            case JrsNumber number -> "number";
            case JrsBoolean truth -> "boolean";
            default -> "null";
          });
    }
    return types.size() == 1 ? new JrsString(types.iterator().next()) : Keywords.texts(types);
  }

  private void tuple(Map<String, JrsValue> members, Words words) {
    JrsValue rest = members.get("items");
    if (rest instanceof JrsBoolean) {
      members.remove("items");
    }
    if (!(members.get("prefixItems") instanceof JrsArray tuple)) {
      if (Keywords.isFalse(rest)) {
        members.put("maxItems", new JrsNumber(0));
      }
      return;
    }
    if (Keywords.isFalse(rest)) {
      members.putIfAbsent("maxItems", new JrsNumber(tuple.size()));
    }
    if (form.takes("prefixItems")) {
      return;
    }
    members.remove("prefixItems");
    Set<JrsValue> items = new LinkedHashSet<>(Keywords.items(tuple));
    List<String> order = new ArrayList<>();
    for (JrsValue item : Keywords.items(tuple)) {
      order.add(item instanceof JrsObject o && o.get("type") != null ? text(o.get("type")) : "any");
    }
    if (rest instanceof JrsObject more) {
      items.add(more);
    }
    members.put(
        "items",
        items.size() == 1
            ? items.iterator().next()
            : new JrsObject(
                new LinkedHashMap<>(Map.of("anyOf", new JrsArray(new ArrayList<>(items))))));
    words.say("items in this order: " + String.join(", ", order));
    exact = false;
  }

  private static String text(JrsValue type) {
    return type instanceof JrsString one ? one.asText() : String.join(" or ", Keywords.texts(type));
  }

  private void bounds(Map<String, JrsValue> members, Words words) throws UnfitException {
    if (!form.takes("exclusiveMinimum") && form.takes("minimum")) {
      inclusive(members, "exclusiveMinimum", "minimum", 1);
      inclusive(members, "exclusiveMaximum", "maximum", -1);
    }
    if (form.held() && members.get("minItems") instanceof JrsNumber least) {
      if (!form.takes("maxItems") && least.getValue().doubleValue() > 1) {
        lose(words, "minItems", least, "");
        members.put("minItems", new JrsNumber(1));
      }
    }
    if (members.get("format") instanceof JrsString format && !form.takesFormat(format.asText())) {
      members.remove("format");
      words.keyword("format", format);
    }
    if (form.takes("pattern")
        && members.get("pattern") instanceof JrsString pattern
        && HARD.matcher(pattern.asText()).find()) {
      members.remove("pattern");
      lose(words, "pattern", pattern, "");
    }
  }

  /** Of whole numbers, a bound that is excluded is the next one. */
  private static void inclusive(
      Map<String, JrsValue> members, String exclusive, String bound, int next) {
    if (!(members.get(exclusive) instanceof JrsNumber number)
        || !(members.get("type") instanceof JrsString type)
        || !type.asText().equals("integer")) {
      return;
    }
    BigDecimal value = new BigDecimal(number.getValue().toString());
    if (value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(LARGE) < 0) {
      members.remove(exclusive);
      long closest = value.longValueExact() + next;
      if (members.get(bound) instanceof JrsNumber other) {
        double there = other.getValue().doubleValue();
        if (next > 0 ? there >= closest : there <= closest) {
          return;
        }
      }
      members.put(bound, new JrsNumber(closest));
    }
  }

  private static final BigDecimal LARGE = BigDecimal.valueOf(1L << 53);

  private void leaveOut(Map<String, JrsValue> members, Words words) throws UnfitException {
    for (String keyword : List.copyOf(members.keySet())) {
      if (!form.takes(keyword)) {
        JrsValue value = members.remove(keyword);
        if (ASKING.contains(keyword)) {
          lose(words, keyword, value, "");
        } else if (keyword.equals("default")) {
          words.keyword(keyword, value);
        }
      }
    }
  }

  /**
   * Something that is asked for is said in words only.
   *
   * @param unfit why a form that answers are held to cannot do without; empty where it can
   */
  private void lose(Words words, String keyword, JrsValue value, String unfit)
      throws UnfitException {
    if (form.held() && !unfit.isEmpty()) {
      throw new UnfitException(unfit);
    }
    exact = false;
    words.keyword(keyword, value);
  }

  /** A grammar knows of every value what it is, and of every object all its members. */
  private void close(Map<String, JrsValue> members) throws UnfitException {
    JrsValue type = members.get("type");
    if (members.containsKey("anyOf")) {
      unions++;
      return;
    }
    if (type == null) {
      String known =
          members.containsKey("properties")
              ? "object"
              : members.containsKey("items") ? "array" : "";
      require(
          !known.isEmpty() || members.get("const") != null, "has a value that may be of any type");
      type = known.isEmpty() ? types(List.of(members.get("const"))) : new JrsString(known);
      members.put("type", type);
    }
    List<String> types =
        type instanceof JrsString one ? List.of(one.asText()) : Keywords.texts(type);
    unions += types.size() > 1 ? 1 : 0;
    if (types.contains("array")) {
      require(members.get("items") instanceof JrsObject, "has a list of which no item is known");
    }
    if (types.contains("object")) {
      closeObject(members);
    }
  }

  private void closeObject(Map<String, JrsValue> members) throws UnfitException {
    require(members.get("properties") instanceof JrsObject, "has an object of unknown members");
    JrsValue more = members.get("additionalProperties");
    require(more == null || Keywords.isFalse(more), "has an object of other members than it names");
    members.put("additionalProperties", JrsBoolean.FALSE);
    Set<String> names = new LinkedHashSet<>();
    members.get("properties").fieldNames().forEachRemaining(names::add);
    List<String> needed = Keywords.texts(members.get("required"));
    require(names.containsAll(needed), "requires members that it does not name");
    if (form.allRequired()) {
      nullable.requireAll(members);
    } else {
      needed.forEach(names::remove);
      optional += names.size();
    }
  }

  private static void require(boolean holds, String otherwise) throws UnfitException {
    if (!holds) {
      throw new UnfitException(otherwise);
    }
  }
}
