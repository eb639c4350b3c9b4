package dev.trefoil.runtime;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * What the board says.
 *
 * @param opened when the breaker of each failing target opened
 * @param held which target keeps the prompt of a conversation that has moved
 */
record BoardText(Map<Target, Instant> opened, HeldPrompts held) {
  /** Nothing is known to fail. */
  static final BoardText EMPTY = new BoardText(Map.of(), HeldPrompts.EMPTY);

  /** What nobody has asked for so long is not known to fail any more. */
  static final Duration KEPT = Duration.ofHours(1);

  /** Callers may name any model: the board is for what many of them use. */
  private static final int MOST = 100;

  private static final int LONGEST_NAME = 500;

  private static final int FORMAT = 1;

  BoardText {
    opened = Map.copyOf(opened);
  }

  /** Whether the target's name may be on the board. */
  static boolean takes(Target target) {
    return target.toString().length() <= LONGEST_NAME;
  }

  /**
   * Reads a record's text; what is not a target and a time is left out.
   *
   * @throws StoreException when it is not a JSON object, or a newer version wrote it
   */
  static BoardText read(String text) throws StoreException {
    Map<Target, Instant> opened = new TreeMap<>(Comparator.comparing(Target::toString));
    HeldPrompts held;
    try {
      JrsObject object = Json.read(text.getBytes(StandardCharsets.UTF_8));
      RecordFormat.read(object, "the board", FORMAT);
      held = HeldPrompts.read(object);
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        Optional<Target> target = Target.parse(name);
        Optional<Instant> at = Json.text(object, name).flatMap(BoardText::instant);
        if (target.isPresent() && at.isPresent()) {
          opened.put(target.get(), at.get());
        }
      }
    } catch (IOException e) {
      throw new Unreadable("the board cannot be read: " + e.getMessage(), e);
    }
    return new BoardText(opened, held);
  }

  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  BoardText withoutThoseBefore(Instant oldest) {
    return only((target, at) -> at.isAfter(oldest));
  }

  /** The same with other prompts. */
  BoardText withHeld(HeldPrompts other) {
    return new BoardText(opened, other);
  }

  /** A target's breaker has opened; the latest such time counts. Of too many the newest stay. */
  BoardText withOpened(Target target, Instant at) {
    Map<Target, Instant> more = new TreeMap<>(Comparator.comparing(Target::toString));
    more.putAll(opened);
    more.merge(target, at, (one, other) -> one.isAfter(other) ? one : other);
    if (more.size() > MOST) {
      more.remove(
          more.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey());
    }
    return new BoardText(more, held);
  }

  /** A target has answered, unless its breaker has opened since. */
  BoardText withAnswer(Target target, Instant at) {
    return only((other, openedAt) -> !other.equals(target) || openedAt.isAfter(at));
  }

  private BoardText only(BiPredicate<Target, Instant> kept) {
    return new BoardText(
        opened.entrySet().stream()
            .filter(entry -> kept.test(entry.getKey(), entry.getValue()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        held);
  }

  /**
   * As JSON: {@code {"format":1,"held":{…},"bedrock/model":"2026-01-01T00:00:00Z"}}. Older versions
   * read no target in {@code held}, pass over it, and leave it out when they write.
   */
  @Override
  public String toString() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          held.write(json);
          for (Map.Entry<Target, Instant> entry : opened.entrySet()) {
            json.writeStringField(entry.getKey().toString(), entry.getValue().toString());
          }
        });
  }
}
