package dev.trefoil.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which targets keep the prompts of conversations that have moved, as other processes would not
 * look for them there. The two hundred that are kept longest.
 *
 * @param byPrefix by a digest of the prompt's beginning
 */
record HeldPrompts(Map<String, Held> byPrefix) {
  static final HeldPrompts EMPTY = new HeldPrompts(Map.of());

  private static final String MEMBER = "held";
  private static final String TARGET = "target";
  private static final String UNTIL = "until";
  private static final int MOST = 200;
  private static final int LONGEST_PREFIX = 64;

  /** A prompt is kept until then, if it is not asked for again. */
  record Held(Target target, Instant until) {}

  HeldPrompts {
    byPrefix = Map.copyOf(byPrefix);
  }

  /** Reads them from the board's record; what is none is left out. */
  static HeldPrompts read(JrsObject board) {
    if (!(board.get(MEMBER) instanceof JrsObject object)) {
      return EMPTY;
    }
    Map<String, Held> read = new HashMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String prefix = names.next();
      JrsValue value = object.get(prefix);
      if (prefix.length() <= LONGEST_PREFIX && value instanceof JrsObject one) {
        Optional<Target> target = Json.text(one, TARGET).flatMap(Target::parse);
        Optional<Instant> until = Json.text(one, UNTIL).flatMap(BoardText::instant);
        if (target.isPresent() && until.isPresent()) {
          read.put(prefix, new Held(target.get(), until.get()));
        }
      }
    }
    return new HeldPrompts(read);
  }

  /** These and others, of which the later counts, without those that are kept no more. */
  HeldPrompts with(Map<String, Held> more, Instant now) {
    Map<String, Held> all = new HashMap<>(byPrefix);
    more.forEach(
        (prefix, held) ->
            all.merge(
                prefix, held, (one, other) -> one.until().isAfter(other.until()) ? one : other));
    all.values().removeIf(held -> !held.until().isAfter(now));
    while (all.size() > MOST) {
      all.remove(
          all.entrySet().stream()
              .min(Comparator.comparing(entry -> entry.getValue().until()))
              .orElseThrow()
              .getKey());
    }
    return new HeldPrompts(all);
  }

  void write(JsonGenerator json) throws IOException {
    if (byPrefix.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(MEMBER);
    for (Map.Entry<String, Held> entry : new TreeMap<>(byPrefix).entrySet()) {
      json.writeObjectFieldStart(entry.getKey());
      json.writeStringField(TARGET, entry.getValue().target().toString());
      json.writeStringField(UNTIL, entry.getValue().until().toString());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
