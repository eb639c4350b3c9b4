package dev.trefoil.gcp;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.job.RecordStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.job.StoreJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records as documents of a Firestore collection; the version is the time of the last update. The
 * collection's time to live is the field {@code expires}.
 */
final class FirestoreRecords implements RecordStore {
  /** The words for a condition that does not hold; ABORTED is not one, it may after all. */
  private static final List<String> UNMET =
      List.of("ALREADY_EXISTS", "FAILED_PRECONDITION", "NOT_FOUND");

  private final GoogleCalls calls;
  private final String collection;

  /**
   * @param collection {@code projects/…/databases/(default)/documents/…}
   */
  FirestoreRecords(GoogleCalls calls, String collection) {
    this.calls = calls;
    this.collection = collection;
  }

  @Override
  public Optional<Stored> find(String id) throws StoreException {
    HttpResponse<byte[]> response = calls.get("v1/" + collection + "/" + id);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("firestore", response);
    }
    JrsObject document = read(response);
    return Optional.of(
        new Stored(
            StoreJson.text(document, "fields", "text", "stringValue").orElse(""),
            version(document)));
  }

  @Override
  public Optional<String> create(String id, String text, Instant expires) throws StoreException {
    return commit(id, text, expires, json -> json.writeBooleanField("exists", false));
  }

  @Override
  public Optional<String> replace(String id, String text, Instant expires, String version)
      throws StoreException {
    return commit(id, text, expires, json -> json.writeStringField("updateTime", version));
  }

  private Optional<String> commit(
      String id, String text, Instant expires, StoreJson.Fields precondition)
      throws StoreException {
    String commit =
        StoreJson.object(
            json -> {
              json.writeArrayFieldStart("writes");
              json.writeStartObject();
              json.writeObjectFieldStart("update");
              json.writeStringField("name", collection + "/" + id);
              json.writeObjectFieldStart("fields");
              json.writeObjectFieldStart("text");
              json.writeStringField("stringValue", text);
              json.writeEndObject();
              json.writeObjectFieldStart("expires");
              json.writeStringField("timestampValue", expires.toString());
              json.writeEndObject();
              json.writeEndObject();
              json.writeEndObject();
              json.writeObjectFieldStart("currentDocument");
              precondition.write(json);
              json.writeEndObject();
              json.writeEndObject();
              json.writeEndArray();
            });
    HttpResponse<byte[]> response =
        calls.send(
            "POST",
            documents() + ":commit",
            "application/json",
            commit.getBytes(StandardCharsets.UTF_8));
    if (response.statusCode() == 200
        && read(response).get("writeResults") instanceof JrsArray results
        && results.get(0) instanceof JrsObject result) {
      return Optional.of(version(result));
    }
    if (StoreJson.text(read(response), "error", "status").filter(UNMET::contains).isPresent()) {
      return Optional.empty();
    }
    throw StoreHttp.refusal("firestore", response);
  }

  /** The database's root, above the collection. */
  private String documents() {
    return "v1/" + collection.substring(0, collection.lastIndexOf('/'));
  }

  private static String version(JrsObject document) throws StoreException {
    return StoreJson.text(document, "updateTime")
        .orElseThrow(() -> new StoreException("firestore answers without an updateTime"));
  }

  private static JrsObject read(HttpResponse<byte[]> response) throws StoreException {
    try {
      return StoreJson.read(response.body());
    } catch (IOException e) {
      throw StoreHttp.refusal("firestore", response);
    }
  }
}
