package dev.trefoil.gcp;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.job.RecordStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Records as documents of a Firestore collection; the version is the time of the last update. The
 * collection's time to live is the field {@code expires}.
 */
final class FirestoreRecords implements RecordStore {
  /**
   * The words for a condition that does not hold, of a document that must not be there and of one
   * that must be. ABORTED is none, it may hold after all; nor is NOT_FOUND where nothing has to be
   * there: it is the database that is missing.
   */
  private static final Set<String> THERE = Set.of("ALREADY_EXISTS");

  private static final Set<String> CHANGED = Set.of("FAILED_PRECONDITION", "NOT_FOUND");

  private final GoogleCalls calls;
  private final String collection;

  /**
   * @param collection {@code projects/…/databases/(default)/documents/…}
   */
  FirestoreRecords(GoogleCalls calls, String collection) {
    this.calls = calls;
    this.collection = collection;
  }

  /**
   * By BatchGetDocuments, which answers 200 for a document that is not there: GetDocument answers
   * 404 for it and for a database that is not there alike.
   */
  @Override
  public Optional<Stored> find(String id) throws StoreException {
    HttpResponse<byte[]> response =
        post(
            ":batchGet",
            json -> {
              json.writeArrayFieldStart("documents");
              json.writeString(collection + "/" + id);
              json.writeEndArray();
            });
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    JrsObject answer = read(response);
    if (!(answer.get("found") instanceof JrsObject document)) {
      return Optional.empty();
    }
    return Optional.of(
        new Stored(
            Json.text(document, "fields", "text", "stringValue").orElse(""), version(document)));
  }

  @Override
  public Optional<String> create(String id, String text, Instant expires) throws StoreException {
    return commit(id, text, expires, THERE, json -> json.writeBooleanField("exists", false));
  }

  @Override
  public Optional<String> replace(String id, String text, Instant expires, String version)
      throws StoreException {
    return commit(id, text, expires, CHANGED, json -> json.writeStringField("updateTime", version));
  }

  private Optional<String> commit(
      String id, String text, Instant expires, Set<String> unmet, Json.Members precondition)
      throws StoreException {
    HttpResponse<byte[]> response =
        post(
            ":commit",
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
    if (response.statusCode() == 200
        && read(response).get("writeResults") instanceof JrsArray results
        && results.get(0) instanceof JrsObject result) {
      return Optional.of(version(result));
    }
    if (Json.text(read(response), "error", "status").filter(unmet::contains).isPresent()) {
      return Optional.empty();
    }
    throw refusal(response);
  }

  /** Calls a method of the database's root, which is above the collection. */
  private HttpResponse<byte[]> post(String method, Json.Members body) throws StoreException {
    return calls.send(
        "POST",
        "v1/" + collection.substring(0, collection.lastIndexOf('/')) + method,
        "application/json",
        Json.object(body).getBytes(StandardCharsets.UTF_8));
  }

  private StoreException refusal(HttpResponse<byte[]> response) {
    return StoreHttp.refusal("firestore", "the collection " + collection, response);
  }

  private static String version(JrsObject document) throws StoreException {
    return Json.text(document, "updateTime")
        .orElseThrow(() -> new StoreException("firestore answers without an updateTime"));
  }

  /** An object, or the first of a list: what streams by gRPC is a list by REST. */
  private JrsObject read(HttpResponse<byte[]> response) throws StoreException {
    try {
      return Json.readFirst(response.body());
    } catch (IOException e) {
      throw refusal(response);
    }
  }
}
