package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts one schema in one form: its root first, then its parts. */
final class Fitting {
  /** Keywords that speak of members by name. */
  private static final Set<String> OF_NAMES =
      Set.of(
          "dependentRequired",
          "dependentSchemas",
          "if",
          "then",
          "else",
          "not",
          "patternProperties",
          "propertyNames");

  private static final Set<String> NOVA_ROOT = Set.of("type", "properties", "required");

  private final Form form;
  private final boolean tool;
  private final Words words = new Words();
  private References references;
  private boolean exact = true;
  private boolean wrapped;

  private Fitting(Form form, boolean tool) {
    this.form = form;
    this.tool = tool;
  }

  /**
   * @param text the schema as its caller wrote it, known to be an object
   * @param tool whether it is of a tool's arguments, or of an answer
   */
  static Normalized of(String text, JrsObject written, Form form, boolean tool) {
    try {
      return new Fitting(form, tool).fit(text, written);
    } catch (UnfitException e) {
      return Normalized.refused(e.getMessage());
    }
  }

  private Normalized fit(String text, JrsObject written) throws UnfitException {
    JrsObject schema = inlined(Modern.of(written));
    schema = references.followed(schema);
    if (tool) {
      schema = toolRoot(schema);
    } else if (form != Form.GEMINI && form != Form.CLAUDE_HELD) {
      schema = answerRoot(schema);
    }
    Map<String, String> renamed = Map.of();
    if (schema.get("properties") instanceof JrsObject properties) {
      renamed = renamed(properties);
    }
    schema = renamed.isEmpty() ? schema : rename(schema, renamed);
    Map<String, JrsValue> root = Keywords.members(schema);
    if (form.bareRoot()) {
      root.keySet().retainAll(NOVA_ROOT);
    } else {
      words.addTo(root);
    }
    Narrowing narrowing = new Narrowing(form, references);
    JrsObject fitted = new JrsObject(root);
    if (form.isNarrow()) {
      fitted = narrowing.of(fitted);
    } else if (form.itemsNeeded()) {
      fitted = withItems(fitted);
    }
    if (form.held() && form.allRequired()) {
      HeldLimits.check(fitted);
    }
    boolean changed = !fitted.equals(written);
    return new Normalized(
        changed ? Json.write(fitted) : text,
        changed,
        exact && narrowing.isExact(),
        renamed.isEmpty() && !wrapped && narrowing.nullable().isEmpty()
            ? Renaming.NONE
            : new Renaming(renamed, wrapped, narrowing.nullable()),
        form.bareRoot() ? note() : "",
        narrowing.optional(),
        narrowing.unions(),
        Optional.empty());
  }

  private String note() {
    Map<String, JrsValue> holder = new LinkedHashMap<>();
    words.addTo(holder);
    return holder.isEmpty() ? "" : holder.get("description").asText();
  }

  private static Set<String> names(JrsObject properties) {
    Set<String> names = new LinkedHashSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Map<String, String> renamed(JrsObject properties) {
    return Renaming.of(names(properties), form);
  }

  /** References are followed where the form does not take them as they are. */
  private JrsObject inlined(JrsObject modern) throws UnfitException {
    references = new References(modern);
    if (references.isEmpty()) {
      return modern;
    }
    references.check();
    boolean local = references.areOfDefinitions(form.held() && form.recursive());
    boolean own = modern.get("properties") instanceof JrsObject p && !renamed(p).isEmpty();
    boolean inline =
        form.inlined()
            || !local && (form.isNarrow() || own || !tool)
            || form.isNarrow() && references.haveCompany()
            || !form.recursive() && references.areRecursive();
    if (!inline) {
      return modern;
    }
    JrsObject inlined = references.inlined();
    if (references.isCut()) {
      if (form.held() && form.recursive() && local) {
        return modern; // What stands beside a reference is left out.
      }
      if (form.held()) {
        throw new UnfitException("is part of itself");
      }
      exact = false;
    }
    references = new References(inlined);
    return inlined;
  }

  /** A tool's arguments are an object, and no service takes a choice of several at the root. */
  private JrsObject toolRoot(JrsObject schema) throws UnfitException {
    Map<String, JrsValue> root = typed(Keywords.members(schema));
    if (root.isEmpty()) {
      throw new UnfitException("is of something else than an object");
    }
    List<JrsObject> parts = new ArrayList<>();
    for (JrsValue part : Keywords.items(root.remove("allOf"))) {
      parts.add(references.followed((JrsObject) part));
    }
    for (JrsObject part : parts) {
      Optional<JrsObject> both = Merging.both(new JrsObject(root), part);
      exact &= both.isPresent();
      JrsObject base = new JrsObject(root);
      root = Keywords.members(both.orElseGet(() -> onto(base, part, List.of())));
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (root.remove(choice) instanceof JrsArray choices) {
        root = Keywords.members(chosen(new JrsObject(root), choices));
        exact = false;
      }
    }
    root.remove("allOf"); // A part's own: beyond what a form could say.
    if (!form.looseRoot()) {
      for (String keyword : List.of("enum", "const", "not")) {
        if (root.containsKey(keyword)) {
          words.keyword(keyword, root.remove(keyword));
          exact = false;
        }
      }
    }
    if (form == Form.OPENAI || form.allRequired()) {
      root.putIfAbsent("properties", new JrsObject(new LinkedHashMap<>()));
    }
    return new JrsObject(root);
  }

  /** With the type of an object; empty for a schema of anything else. */
  private static Map<String, JrsValue> typed(Map<String, JrsValue> root) {
    JrsValue type = root.get("type");
    if (type instanceof JrsString text) {
      return text.asText().equals("object") ? root : Map.of();
    }
    if (type != null && !Keywords.texts(type).contains("object")) {
      return Map.of();
    }
    Map<String, JrsValue> typed = new LinkedHashMap<>();
    typed.put("type", new JrsString("object"));
    root.remove("type");
    typed.putAll(root);
    return typed;
  }

  /** One object in the place of a choice of several. */
  private JrsObject chosen(JrsObject base, JrsArray choices) throws UnfitException {
    List<JrsObject> objects = new ArrayList<>();
    List<String> sets = new ArrayList<>();
    for (JrsValue choice : Keywords.items(choices)) {
      JrsObject followed = flat(references.followed((JrsObject) choice));
      if (!typed(Keywords.members(followed)).isEmpty()) {
        objects.add(followed);
        sets.add("(" + String.join(", ", Keywords.texts(followed.get("required"))) + ")");
      }
    }
    if (objects.isEmpty()) {
      return base;
    }
    if (objects.size() > 1) {
      words.say("takes one of these sets of members: " + String.join(" or ", sets));
    }
    JrsObject loose = Merging.loosely(objects, true);
    return onto(base, loose, Keywords.texts(loose.get("required")));
  }

  private JrsObject flat(JrsObject schema) throws UnfitException {
    JrsObject flat = schema;
    if (schema.get("allOf") instanceof JrsArray parts) {
      Map<String, JrsValue> members = Keywords.members(schema);
      members.remove("allOf");
      flat = new JrsObject(members);
      for (JrsValue part : Keywords.items(parts)) {
        JrsObject followed = references.followed((JrsObject) part);
        flat = Merging.both(flat, followed).orElse(onto(flat, followed, List.of()));
      }
    }
    return flat;
  }

  /** The members of one object's schema and those that another one has in addition. */
  private static JrsObject onto(JrsObject base, JrsObject more, List<String> needed) {
    Map<String, JrsValue> root = Keywords.members(base);
    Map<String, JrsValue> properties =
        root.get("properties") instanceof JrsObject own
            ? Keywords.members(own)
            : new LinkedHashMap<>();
    Set<String> before = Set.copyOf(properties.keySet());
    if (more.get("properties") instanceof JrsObject others) {
      Keywords.members(others).forEach(properties::putIfAbsent);
    }
    root.put("properties", new JrsObject(properties));
    Set<String> required = new LinkedHashSet<>(Keywords.texts(root.get("required")));
    required.addAll(needed);
    if (!required.isEmpty()) {
      root.put("required", Keywords.texts(required));
    }
    boolean closed =
        before.isEmpty() && base.get("additionalProperties") == null
            ? Keywords.isFalse(more.get("additionalProperties"))
            : Keywords.isFalse(base.get("additionalProperties"))
                && before.containsAll(properties.keySet());
    if (closed) {
      root.put("additionalProperties", JrsBoolean.FALSE);
    } else if (Keywords.isFalse(root.get("additionalProperties"))) {
      root.remove("additionalProperties");
    }
    return new JrsObject(root);
  }

  /** An answer of something else than one object is put into one. */
  private JrsObject answerRoot(JrsObject schema) throws UnfitException {
    JrsObject flat = schema;
    if (schema.get("allOf") instanceof JrsArray parts) {
      Map<String, JrsValue> members = Keywords.members(schema);
      members.remove("allOf");
      Optional<JrsObject> all = Optional.of(new JrsObject(members));
      for (JrsValue part : Keywords.items(parts)) {
        JrsObject followed = references.followed((JrsObject) part);
        all = all.flatMap(so -> Merging.both(so, followed));
      }
      flat = all.orElse(schema);
    }
    boolean choice =
        List.of("anyOf", "oneOf", "allOf", "enum", "const", "not").stream()
            .anyMatch(Keywords.members(flat)::containsKey);
    boolean object =
        Keywords.isOnly(flat, "object")
            || flat.get("type") == null && flat.get("properties") != null;
    if (object && !choice || flat.size() == 0) {
      return new JrsObject(typed(Keywords.members(flat)));
    }
    wrapped = true;
    Map<String, JrsValue> inner = Keywords.members(schema);
    Map<String, JrsValue> outer = new LinkedHashMap<>();
    outer.put("type", new JrsString("object"));
    Map<String, JrsValue> only = new LinkedHashMap<>();
    for (String atRoot : List.of("$schema", "$defs", "definitions")) {
      JrsValue value = inner.remove(atRoot);
      if (value != null) {
        outer.put(atRoot, value);
      }
    }
    only.put(Renaming.ANSWER, new JrsObject(inner));
    outer.put("properties", new JrsObject(only));
    outer.put("required", Keywords.texts(List.of(Renaming.ANSWER)));
    outer.put("additionalProperties", JrsBoolean.FALSE);
    return new JrsObject(outer);
  }

  private JrsObject rename(JrsObject schema, Map<String, String> names) {
    Map<String, JrsValue> root = Keywords.members(schema);
    Map<String, JrsValue> properties = new LinkedHashMap<>();
    Keywords.members((JrsObject) root.get("properties"))
        .forEach(
            (name, value) -> {
              String legal = names.get(name);
              properties.put(
                  legal == null ? name : legal,
                  legal == null || !(value instanceof JrsObject own) ? value : called(own, name));
            });
    root.put("properties", new JrsObject(properties));
    if (root.get("required") instanceof JrsArray required) {
      root.put(
          "required",
          Keywords.texts(
              Keywords.texts(required).stream()
                  .map(name -> names.getOrDefault(name, name))
                  .toList()));
    }
    for (String keyword : OF_NAMES) {
      exact &= root.remove(keyword) == null;
    }
    return new JrsObject(root);
  }

  private static JrsObject called(JrsObject property, String name) {
    Map<String, JrsValue> members = Keywords.members(property);
    if (members.get("$ref") == null) {
      Words words = new Words();
      words.keyword("called", new JrsString(name));
      words.addTo(members);
    }
    return new JrsObject(members);
  }

  /** "array schema missing items", as OpenAI says, also where a tuple's items are known. */
  private static JrsObject withItems(JrsObject schema) {
    Map<String, JrsValue> members = Keywords.members(schema);
    JrsValue type = members.get("type");
    boolean list =
        type instanceof JrsString one
            ? one.asText().equals("array")
            : Keywords.texts(type).contains("array");
    if (list && !(members.get("items") instanceof JrsObject)) {
      if (Keywords.isFalse(members.get("items"))) {
        members.putIfAbsent(
            "maxItems",
            new com.fasterxml.jackson.jr.stree.JrsNumber(
                Keywords.items(members.get("prefixItems")).size()));
      }
      members.put("items", new JrsObject(new LinkedHashMap<>()));
    }
    Keywords.replaceEach(
        members, (keyword, value) -> value instanceof JrsObject below ? withItems(below) : value);
    return new JrsObject(members);
  }
}
