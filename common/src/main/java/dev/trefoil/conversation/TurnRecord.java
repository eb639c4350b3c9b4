package dev.trefoil.conversation;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.auth.Caller;
import dev.trefoil.json.Json;
import dev.trefoil.store.Content;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store's record says of a turn, beside which its content may lie.
 *
 * @param owner whose it is, by id and tenant
 * @param content the text of {@link TurnText}
 * @param expires from when on it is not told any more
 */
record TurnRecord(
    TurnKey key,
    Caller owner,
    Optional<TurnKey> previous,
    Content content,
    Instant created,
    Instant expires) {
  private static final int FORMAT = 1;

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("caller", owner.id());
          if (owner.tenant().isPresent()) {
            json.writeStringField("tenant", owner.tenant().get());
          }
          if (previous.isPresent()) {
            json.writeStringField("previous", previous.get().text());
          }
          content.write(json, "content");
          json.writeNumberField("created", created.toEpochMilli());
          json.writeNumberField("expires", expires.toEpochMilli());
        });
  }

  /**
   * @throws NewerFormat when a newer version wrote it
   * @throws Unreadable when it is no turn's: someone else wrote it
   */
  static TurnRecord read(TurnKey key, String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      RecordFormat.read(json, "a kept turn", FORMAT);
      Optional<String> previous = Json.optionalText(json, "previous");
      return new TurnRecord(
          key,
          Caller.of(
              Json.optionalText(json, "caller")
                  .orElseThrow(() -> new IOException("'caller' is missing")),
              Json.optionalText(json, "tenant"),
              Optional.empty()),
          previous.map(TurnKey::new),
          Content.read(json, "content"),
          moment(json, "created"),
          moment(json, "expires"));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("the record of a kept turn is none: " + e.getMessage(), e);
    }
  }

  private static Instant moment(JrsObject json, String name) throws IOException {
    JrsValue value = json.get(name);
    if (value == null || !value.isNumber()) {
      throw new IOException("'" + name + "' is not a number");
    }
    return Instant.ofEpochMilli(Long.parseLong(value.asText()));
  }

  /** The bytes of it that do not lie in the record. */
  long bytesBeside() {
    return content instanceof Content.Stored stored ? stored.bytes().orElse(0) : 0;
  }
}
