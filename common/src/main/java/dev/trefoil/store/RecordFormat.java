package dev.trefoil.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;

/**
 * The number by which a stored record says how it is to be read, so that processes of several
 * versions can share a store. A record without one is of format 1.
 */
public final class RecordFormat {
  private static final String FIELD = "format";

  private RecordFormat() {}

  /** Writes the number into the record's object. */
  public static void write(JsonGenerator json, int format) throws IOException {
    json.writeNumberField(FIELD, format);
  }

  /**
   * Reads the number.
   *
   * @param what the record is, for the error's message
   * @param newest the newest format that this process can read
   * @return from 1 to {@code newest}
   * @throws NewerFormat when it is newer: the record is to be left as it is
   * @throws Unreadable when it is not a number
   */
  public static int read(JrsObject json, String what, int newest) throws StoreException {
    JrsValue value = json.get(FIELD);
    if (value == null) {
      return 1;
    }
    try {
      long format = Long.parseLong(value.asText());
      if (value.isNumber() && format > newest) {
        throw new NewerFormat(what, format, newest);
      }
      if (value.isNumber() && format >= 1) {
        return (int) format;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Unreadable(what + " has no number as its format");
  }
}
