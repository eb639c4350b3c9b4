package dev.trefoil.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The references of one schema: where they lead, and the schema without them. */
final class References {
  /** References that lead one into the next; deeper, and the walk would need a deep stack. */
  private static final int MOST_CHAINED = 50;

  /** Of a schema without references: its characters, about, and some for each part of it. */
  private static final int MOST_CHARACTERS = 512 << 10;

  private static final int A_PART = 50;

  private static final Pattern DEFINITION = Pattern.compile("#/(\\$defs|definitions)/[^/]+");

  private final JrsObject root;
  private final String base;
  private final Map<String, JrsObject> anchors = new HashMap<>();
  private final Map<String, JrsObject> targets = new HashMap<>();
  private final Set<String> all = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private boolean company;
  private boolean cut;
  private long size;

  References(JrsObject root) {
    this.root = root;
    this.base = root.get("$id") instanceof JrsString id ? id.asText() : "";
    collect(root);
  }

  private void collect(JrsObject schema) {
    if (schema.get("$anchor") instanceof JrsString anchor) {
      anchors.putIfAbsent("#" + anchor.asText(), schema);
    }
    if (schema.get("$id") instanceof JrsString id) {
      anchors.putIfAbsent(id.asText(), schema);
    }
    if (schema.get("$ref") instanceof JrsString reference) {
      all.add(reference.asText());
      company |= schema != root && schema.size() > 1;
    }
    Keywords.replaceEach(
        Keywords.members(schema),
        (keyword, value) -> {
          if (value instanceof JrsObject object) {
            collect(object);
          }
          return value;
        });
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether all lead to definitions at the root, which is the way that every service knows. */
  boolean areOfDefinitions(boolean orRoot) {
    return all.stream()
        .allMatch(
            reference ->
                DEFINITION.matcher(reference).matches() || orRoot && reference.equals("#"));
  }

  /**
   * @throws UnfitException when one leads nowhere, or back to itself
   */
  void check() throws UnfitException {
    for (String reference : all) {
      JrsObject unused = followed(target(reference));
    }
  }

  /** Whether a schema stands where only a reference may, with more beside it. */
  boolean haveCompany() {
    return company;
  }

  /** Whether a schema is part of itself. */
  boolean areRecursive() throws UnfitException {
    inlined();
    return cut;
  }

  /** Whether {@link #inlined} had to leave a schema out that is part of itself. */
  boolean isCut() {
    return cut;
  }

  /**
   * The schema in whose place each reference is what it leads to. Of a schema within itself only
   * the type is left.
   *
   * @throws UnfitException when a reference leads nowhere, or the whole is too large
   */
  JrsObject inlined() throws UnfitException {
    size = 0;
    cut = false;
    return inlined(root);
  }

  /**
   * What a schema refers to, if it refers to anything, with what it says beside the reference.
   *
   * @throws UnfitException when the reference leads nowhere
   */
  JrsObject followed(JrsObject schema) throws UnfitException {
    JrsObject followed = schema;
    for (int i = 0; followed.get("$ref") instanceof JrsString reference; i++) {
      if (i > MOST_CHAINED) {
        throw new UnfitException("has references that lead in a circle");
      }
      followed = joined(target(reference.asText()), followed);
    }
    return followed;
  }

  private static JrsObject joined(JrsObject target, JrsObject beside) {
    Map<String, JrsValue> more = Keywords.members(beside);
    more.remove("$ref");
    Map<String, JrsValue> joined = Keywords.members(target);
    Map<String, JrsValue> asked = new LinkedHashMap<>(more);
    asked.keySet().removeAll(Keywords.ANNOTATIONS);
    more.keySet().retainAll(Keywords.ANNOTATIONS);
    joined.putAll(more);
    if (!asked.isEmpty()) {
      List<JrsValue> parts = Keywords.items(joined.get("allOf"));
      parts.add(new JrsObject(asked));
      joined.put("allOf", new JrsArray(parts));
    }
    return new JrsObject(joined);
  }

  private JrsObject target(String reference) throws UnfitException {
    JrsObject known = targets.get(reference);
    if (known == null) {
      JrsObject found = found(reference);
      // One that stands where no schema does, such as an example, is not in today's words yet.
      known = found == root ? root : Modern.of(found);
      targets.put(reference, known);
    }
    return known;
  }

  private JrsObject found(String reference) throws UnfitException {
    String local =
        !base.isEmpty() && reference.startsWith(base + "#")
            ? reference.substring(base.length())
            : reference;
    JrsValue found =
        local.equals("#") || local.startsWith("#/") ? at(local.substring(1)) : anchors.get(local);
    if (found instanceof JrsObject schema) {
      return schema;
    }
    throw new UnfitException("refers to '" + shown(reference) + "', which is not in it");
  }

  private static String shown(String reference) {
    return reference.length() > 100 ? reference.substring(0, 100) + "..." : reference;
  }

  private JrsValue at(String pointer) {
    JrsValue value = root;
    for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String name = step.replace("~1", "/").replace("~0", "~");
      value = below(value, name);
    }
    return value;
  }

  private static JrsValue below(JrsValue value, String name) {
    if (value instanceof JrsObject object) {
      JrsValue found = object.get(name);
      return found == null && name.indexOf('%') >= 0 ? object.get(decoded(name)) : found;
    }
    if (value instanceof JrsArray list && name.matches("\\d{1,5}")) {
      int index = Integer.parseInt(name);
      return index < list.size() ? list.get(index) : null;
    }
    return null;
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return name; // A percent sign that encodes nothing.
    }
  }

  private JrsObject inlined(JrsObject schema) throws UnfitException {
    for (Map.Entry<String, JrsValue> member : Keywords.members(schema).entrySet()) {
      grow(member.getKey().length());
      if (!Keywords.bearsSchemas(member.getKey())) {
        weigh(member.getValue());
      } else if (member.getValue() instanceof JrsObject map) {
        map.fieldNames().forEachRemaining(name -> size += name.length());
      }
    }
    grow(A_PART);
    if (!(schema.get("$ref") instanceof JrsString text)) {
      return below(schema);
    }
    String reference = text.asText();
    JrsObject target = target(reference);
    if (target == root || open.contains(reference)) {
      cut = true;
      return again(target, schema);
    }
    if (open.size() >= MOST_CHAINED) {
      throw new UnfitException(
          "has more than " + MOST_CHAINED + " references that lead one into the next");
    }
    open.push(reference);
    try {
      return inlined(joined(target, schema));
    } finally {
      open.pop();
    }
  }

  private void weigh(JrsValue value) throws UnfitException {
    switch (value) {
      case JrsObject object -> {
        for (Map.Entry<String, JrsValue> member : Keywords.members(object).entrySet()) {
          grow(member.getKey().length());
          weigh(member.getValue());
        }
      }
      case JrsArray list -> {
        for (JrsValue item : Keywords.items(list)) {
          weigh(item);
        }
      }
      case JrsString text -> grow(text.asText().length());
      default -> grow(1);
    }
  }

  private void grow(int by) throws UnfitException {
    size += 1 + by;
    if (size > MOST_CHARACTERS) {
      throw new UnfitException(
          "has more than " + MOST_CHARACTERS + " characters once its references are followed");
    }
  }

  private JrsObject below(JrsObject schema) throws UnfitException {
    Map<String, JrsValue> members = Keywords.members(schema);
    members.keySet().removeAll(Set.of("$defs", "definitions", "$anchor", "$id"));
    Keywords.<UnfitException>replaceEach(
        members, (keyword, value) -> value instanceof JrsObject object ? inlined(object) : value);
    return new JrsObject(members);
  }

  /** What is left of a schema within itself. */
  private static JrsObject again(JrsObject target, JrsObject reference) {
    Map<String, JrsValue> members = new LinkedHashMap<>();
    if (target.get("type") instanceof JrsString type) {
      members.put("type", type);
    }
    String path = reference.get("$ref").asText();
    String name = path.equals("#") ? "the whole" : path.substring(path.lastIndexOf('/') + 1);
    String said = reference.get("description") instanceof JrsString text ? text.asText() + " " : "";
    members.put("description", new JrsString(said + "(" + shown(name) + ", as above)"));
    return new JrsObject(members);
  }
}
