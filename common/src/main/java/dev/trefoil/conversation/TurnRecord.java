package dev.trefoil.conversation;

import com.fasterxml.jackson.core.JsonGenerator;
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
 * @param place how its place stands, where it is a conversation's
 */
record TurnRecord(
    TurnKey key,
    Caller owner,
    Optional<TurnKey> previous,
    Content content,
    Instant created,
    Instant expires,
    Optional<Place> place) {
  /** Of a turn that lies under its own key. */
  private static final int FORMAT = 1;

  /** Of a turn that lies at its place in a conversation, which versions before do not know. */
  static final int PLACED = 2;

  private static final String PLACE = "place";

  /** A turn that lies under its own key. */
  TurnRecord(
      TurnKey key,
      Caller owner,
      Optional<TurnKey> previous,
      Content content,
      Instant created,
      Instant expires) {
    this(key, owner, previous, content, created, expires, Optional.empty());
  }

  /** What its record is named in the store. */
  TurnKey name() {
    return place.isPresent() ? key.place() : key;
  }

  /** The same with another content. */
  TurnRecord with(Content other) {
    return new TurnRecord(key, owner, previous, other, created, expires, place);
  }

  /** The same, forgotten at another time. */
  TurnRecord until(Instant other) {
    return new TurnRecord(key, owner, previous, content, created, other, place);
  }

  /** Whether it is a turn, and not only to become one. */
  boolean isWhole() {
    return place.isEmpty() || place.get() instanceof Place.Whole;
  }

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, place.isPresent() ? PLACED : FORMAT);
          write(json, owner);
          if (previous.isPresent()) {
            json.writeStringField("previous", previous.get().text());
          }
          if (place.isPresent()) {
            json.writeStringField("key", key.text());
            switch (place.get()) {
              case Place.Whole() -> json.writeStringField(PLACE, "whole");
              case Place.Gone() -> json.writeStringField(PLACE, "gone");
              case Place.Running(Instant until) -> {
                json.writeStringField(PLACE, "running");
                json.writeNumberField("until", until.toEpochMilli());
              }
            }
          }
          content.write(json, "content");
          json.writeNumberField("created", created.toEpochMilli());
          json.writeNumberField("expires", expires.toEpochMilli());
        });
  }

  /**
   * @param name of the record in the store
   * @throws NewerFormat when a newer version wrote it
   * @throws Unreadable when it is no turn's: someone else wrote it
   */
  static TurnRecord read(TurnKey name, String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      boolean placed = RecordFormat.read(json, "a kept turn", PLACED) == PLACED;
      Optional<String> previous = Json.optionalText(json, "previous");
      return new TurnRecord(
          placed ? new TurnKey(Json.optionalText(json, "key").orElse("")) : name,
          owner(json),
          previous.map(TurnKey::new),
          Content.read(json, "content"),
          moment(json, "created"),
          moment(json, "expires"),
          placed ? Optional.of(place(json)) : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("the record of a kept turn is none: " + e.getMessage(), e);
    }
  }

  private static Place place(JrsObject json) throws IOException {
    return switch (Json.optionalText(json, PLACE).orElse("")) {
      case "whole" -> new Place.Whole();
      case "gone" -> new Place.Gone();
      case "running" -> new Place.Running(moment(json, "until"));
      default -> throw new IOException("'place' is none");
    };
  }

  /** Writes whose something is, for {@link #owner(JrsObject)}. */
  static void write(JsonGenerator json, Caller owner) throws IOException {
    json.writeStringField("caller", owner.id());
    if (owner.tenant().isPresent()) {
      json.writeStringField("tenant", owner.tenant().get());
    }
  }

  static Caller owner(JrsObject json) throws IOException {
    return Caller.of(
        Json.optionalText(json, "caller").orElseThrow(() -> new IOException("'caller' is missing")),
        Json.optionalText(json, "tenant"),
        Optional.empty());
  }

  static Instant moment(JrsObject json, String name) throws IOException {
    JrsValue value = json.get(name);
    if (value == null || !value.isNumber()) {
      throw new IOException("'" + name + "' is not a number");
    }
    return Instant.ofEpochMilli(Long.parseLong(value.asText()));
  }

  /** The length of what it says, about. */
  long bytes() {
    return switch (content) {
      case Content.Inline(String text) -> text.length();
      case Content.Stored stored -> stored.bytes().orElse(0);
    };
  }

  /** The bytes of it that do not lie in the record. */
  long bytesBeside() {
    return content instanceof Content.Stored stored ? stored.bytes().orElse(0) : 0;
  }
}
