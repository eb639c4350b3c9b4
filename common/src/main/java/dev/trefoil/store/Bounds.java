package dev.trefoil.store;

import dev.trefoil.store.StoreException.TooLarge;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What every store refuses alike, before it asks its service. */
public final class Bounds {
  private Bounds() {}

  /** A record's text. */
  public static void requireText(String service, RecordKey key, String text) throws TooLarge {
    require(service, "the record " + key, text, RecordStore.MAX_TEXT);
  }

  /** A message's body. */
  public static void requireBody(String service, String queue, String body) throws TooLarge {
    require(service, "a message of " + queue, body, Queues.MAX_BODY);
  }

  private static void require(String service, String what, String text, int most) throws TooLarge {
    // No character has more than three bytes.
    if (text.length() > most / 3 && text.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new TooLarge(
          service + " is not sent " + what + ": it has more than " + most + " bytes");
    }
  }

  /**
   * Counters.
   *
   * @throws IllegalArgumentException when one has no such name, or there are none or too many
   */
  public static void requireCounters(Map<String, Long> deltas) {
    if (deltas.isEmpty()
        || deltas.size() > RecordStore.MAX_COUNTERS
        || !deltas.keySet().stream().allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9_]{0,60}"))) {
      throw new IllegalArgumentException("no counters: " + deltas.keySet());
    }
  }

  /**
   * A query.
   *
   * @throws IllegalArgumentException when group, prefix or limit are none
   */
  public static void requireQuery(String group, String prefix, int limit) {
    var unused = new RecordKey(group, prefix);
    if (limit < 1 || limit > RecordStore.MAX_PAGE) {
      throw new IllegalArgumentException("no page has " + limit + " records");
    }
  }
}
