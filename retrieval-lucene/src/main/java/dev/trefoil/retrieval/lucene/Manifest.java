package dev.trefoil.retrieval.lucene;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a store's index, as they lie in the blob store. Whoever has the newest has the
 * index.
 *
 * @param dimensions of its vectors
 * @param files by the names that Lucene has for them
 * @param dropped what earlier ones had: their readers may still be reading it
 */
record Manifest(int dimensions, Map<String, Blob> files, List<Dropped> dropped) {
  private static final int FORMAT = 1;
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.]{0,100}");
  private static final Pattern ID = Pattern.compile("[a-f0-9]{16,40}");

  Manifest {
    files = Map.copyOf(files);
    dropped = List.copyOf(dropped);
  }

  /** One that has nothing. */
  static Manifest empty(int dimensions) {
    return new Manifest(dimensions, Map.of(), List.of());
  }

  /**
   * A file of an index, in parts.
   *
   * @param id is no other file's, also where that has the same name
   * @param length in bytes
   */
  record Blob(String id, long length) {}

  /**
   * A file that is no longer of the index.
   *
   * @param since when, in seconds
   */
  record Dropped(Blob blob, long since) {}

  /** Bytes of all its files. */
  long length() {
    return files.values().stream().mapToLong(Blob::length).sum();
  }

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeNumberField("dimensions", dimensions);
          json.writeArrayFieldStart("files");
          for (Map.Entry<String, Blob> file : new TreeMap<>(files).entrySet()) {
            json.writeStartArray();
            json.writeString(file.getKey());
            json.writeString(file.getValue().id());
            json.writeNumber(file.getValue().length());
            json.writeEndArray();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("dropped");
          for (Dropped one : dropped) {
            json.writeStartArray();
            json.writeString(one.blob().id());
            json.writeNumber(one.blob().length());
            json.writeNumber(one.since());
            json.writeEndArray();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads one.
   *
   * @throws Unreadable when it is none
   */
  static Manifest read(String text) throws StoreException {
    String what = "the manifest of an index";
    try {
      JrsObject json = Json.readWhole(text);
      RecordFormat.read(json, what, FORMAT);
      Map<String, Blob> files = new TreeMap<>();
      for (JrsArray file : arrays(json, "files")) {
        files.put(
            matching(file.get(0), FILE),
            new Blob(matching(file.get(1), ID), Long.parseLong(file.get(2).asText())));
      }
      List<Dropped> dropped = new ArrayList<>();
      for (JrsArray one : arrays(json, "dropped")) {
        dropped.add(
            new Dropped(
                new Blob(matching(one.get(0), ID), Long.parseLong(one.get(1).asText())),
                Long.parseLong(one.get(2).asText())));
      }
      return new Manifest(
          Integer.parseInt(Json.text(json, "dimensions").orElse("")), files, dropped);
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable(what + " is none", e);
    }
  }

  private static List<JrsArray> arrays(JrsObject json, String name) {
    List<JrsArray> arrays = new ArrayList<>();
    if (json.get(name) instanceof JrsArray all) {
      for (Iterator<JrsValue> each = all.elements(); each.hasNext(); ) {
        if (each.next() instanceof JrsArray array && array.size() == 3) {
          arrays.add(array);
        } else {
          throw new IllegalArgumentException(name);
        }
      }
    }
    return arrays;
  }

  /** Names become those of files and blobs. */
  private static String matching(JrsValue value, Pattern pattern) {
    if (!pattern.matcher(value.asText()).matches()) {
      throw new IllegalArgumentException("a name");
    }
    return value.asText();
  }
}
