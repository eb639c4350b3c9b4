package dev.trefoil.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A text that belongs to a record: in the record itself, or too large for that. */
public sealed interface Content {
  /** Lies in the record itself. */
  record Inline(String text) implements Content {}

  /**
   * Lies in the blob store.
   *
   * @param bytes how long it is; empty in a record from before that was written down
   */
  record Stored(String name, OptionalLong bytes) implements Content {}

  /** Writes it as members of the record's object: the text as {@code member}, or where it is. */
  default void write(JsonGenerator json, String member) throws IOException {
    switch (this) {
      case Inline(String text) -> json.writeStringField(member, text);
      case Stored(String blob, OptionalLong bytes) -> {
        json.writeStringField(member + "Blob", blob);
        if (bytes.isPresent()) {
          json.writeNumberField(member + "Bytes", bytes.getAsLong());
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it is not there
   */
  static Content read(JrsObject json, String member) throws IOException {
    Optional<String> blob = Json.optionalText(json, member + "Blob");
    if (blob.isPresent()) {
      return new Stored(blob.get(), bytes(json, member + "Bytes"));
    }
    return new Inline(
        Json.optionalText(json, member)
            .orElseThrow(() -> new IOException("'" + member + "' is missing")));
  }

  private static OptionalLong bytes(JrsObject json, String name) throws IOException {
    JrsValue value = json.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!value.isNumber()) {
      throw new IOException("'" + name + "' is not a number");
    }
    return OptionalLong.of(Long.parseLong(value.asText()));
  }
}
