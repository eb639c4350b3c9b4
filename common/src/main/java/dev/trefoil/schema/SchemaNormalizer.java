package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what schemas became, so that a conversation's next turn costs a look. By their texts,
 * which are compared faster than digests are made, and of which two are never taken for one.
 */
final class SchemaNormalizer {
  /** The one of this process. */
  static final SchemaNormalizer SHARED = new SchemaNormalizer();

  private static final int MOST = 1_000;
  private static final long MOST_CHARACTERS = 4L << 20;

  private final Map<Key, Normalized> known = new LinkedHashMap<>(64, 0.75f, true);
  private long characters;
  private long made;

  /**
   * @param text a schema, known to be an object
   */
  private record Key(String text, Form form, boolean tool) {
    @Override
    public int hashCode() {
      return text.hashCode() + (tool ? 1 : 0) + 2 * System.identityHashCode(form);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && form == key.form
          && tool == key.tool
          && text.equals(key.text);
    }
  }

  /** A schema of a tool's arguments in a form. */
  Normalized tool(String schema, Form form) {
    return of(new Key(schema, form, true));
  }

  /** A schema of an answer in a form. */
  Normalized answer(String schema, Form form) {
    return of(new Key(schema, form, false));
  }

  /** How many schemas were not known. */
  long made() {
    synchronized (known) {
      return made;
    }
  }

  private Normalized of(Key key) {
    synchronized (known) {
      Normalized found = known.get(key);
      if (found != null) {
        return found;
      }
    }
    Normalized normalized = Fitting.of(key.text, read(key.text), key.form, key.tool);
    synchronized (known) {
      made++;
      if (known.put(key, normalized) == null) {
        characters += size(key, normalized);
        forget();
      }
    }
    return normalized;
  }

  private void forget() {
    Iterator<Map.Entry<Key, Normalized>> oldest = known.entrySet().iterator();
    while ((known.size() > MOST || characters > MOST_CHARACTERS) && oldest.hasNext()) {
      Map.Entry<Key, Normalized> entry = oldest.next();
      characters -= size(entry.getKey(), entry.getValue());
      oldest.remove();
    }
  }

  private static long size(Key key, Normalized normalized) {
    return key.text.length() + (normalized.changed() ? normalized.schema().length() : 0);
  }

  private static JrsObject read(String schema) {
    try {
      return Json.readWhole(schema);
    } catch (IOException e) {
      throw new IllegalArgumentException("the schema is not a JSON object", e);
    }
  }
}
