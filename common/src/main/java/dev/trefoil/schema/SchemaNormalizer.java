package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers what schemas became, so that a conversation's next turn costs a look. By their texts,
 * which are compared faster than digests are made, of which two are never taken for one, and which
 * are the same instances in every turn where {@link KnownSchemas} had them.
 */
final class SchemaNormalizer {
  /** The one of this process. */
  static final SchemaNormalizer SHARED = new SchemaNormalizer();

  private static final int MOST = 1_000;
  private static final long MOST_CHARACTERS = 4L << 20;

  private final RecentBySize<Key, Normalized> known =
      new RecentBySize<>(MOST, MOST_CHARACTERS, SchemaNormalizer::size);
  private final AtomicLong made = new AtomicLong();

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
    return made.get();
  }

  private Normalized of(Key key) {
    Optional<Normalized> found = known.get(key);
    if (found.isPresent()) {
      return found.get();
    }
    Normalized normalized = Fitting.of(key.text, read(key.text), key.form, key.tool);
    made.incrementAndGet();
    known.put(key, normalized);
    return normalized;
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
