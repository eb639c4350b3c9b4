package dev.trefoil.files;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Instant;

/**
 * What is known of a file.
 *
 * @param name of its record: a {@link SortedName}
 * @param filename as its caller has it, without a path
 * @param purpose as its caller said it
 * @param bytes how long it is
 * @param parts how many blobs it lies in
 * @param sha256 of its content, in hexadecimal digits
 * @param expires when it is forgotten
 * @param chosen whether its caller chose that moment
 */
public record StoredFile(
    String name,
    String filename,
    String purpose,
    long bytes,
    int parts,
    String sha256,
    Instant created,
    Instant expires,
    boolean chosen) {
  private static final int FORMAT = 1;
  private static final String ID = "file-";

  /** What callers know it by. */
  public String id() {
    return ID + name;
  }

  /** The name of a file by its id; empty where that is none of ours. */
  static String nameOf(String id) {
    return id.startsWith(ID) && SortedName.is(id.substring(ID.length()))
        ? id.substring(ID.length())
        : "";
  }

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("filename", filename);
          json.writeStringField("purpose", purpose);
          json.writeNumberField("bytes", bytes);
          json.writeNumberField("parts", parts);
          json.writeStringField("sha256", sha256);
          json.writeNumberField("created", created.toEpochMilli());
          json.writeNumberField("expires", expires.toEpochMilli());
          json.writeBooleanField("chosen", chosen);
        });
  }

  /**
   * @throws StoreException when a newer version wrote it, or it is no file's
   */
  static StoredFile read(String name, String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      RecordFormat.read(json, "a file's record", FORMAT);
      return new StoredFile(
          name,
          required(json, "filename"),
          required(json, "purpose"),
          Long.parseLong(required(json, "bytes")),
          Integer.parseInt(required(json, "parts")),
          required(json, "sha256"),
          Instant.ofEpochMilli(Long.parseLong(required(json, "created"))),
          Instant.ofEpochMilli(Long.parseLong(required(json, "expires"))),
          required(json, "chosen").equals("true"));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("a file's record is none: " + e.getMessage(), e);
    }
  }

  private static String required(JrsObject json, String name) throws IOException {
    return Json.text(json, name).orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
