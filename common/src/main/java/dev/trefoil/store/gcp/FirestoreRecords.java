package dev.trefoil.store.gcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.Bounds;
import dev.trefoil.store.Contention;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import dev.trefoil.store.StoreHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        post(
            ":batchGet",
            json -> {
              json.writeArrayFieldStart("documents");
              json.writeString(Document.name(collection, key));
              json.writeEndArray();
            },
            deadline);
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    return read(response).get("found") instanceof JrsObject document
        ? Optional.of(Document.stored(document))
        : Optional.empty();
  }

  @Override
  public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    return put(
        key, text, expires, THERE, json -> json.writeBooleanField("exists", false), deadline);
  }

  @Override
  public Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    return put(key, text, expires, CHANGED, at(version), deadline);
  }

  private Optional<String> put(
      RecordKey key,
      String text,
      Instant expires,
      Set<String> unmet,
      Json.Members precondition,
      Deadline deadline)
      throws StoreException {
    Bounds.requireText("firestore", key, text);
    Optional<JrsObject> result =
        commit(
            json -> {
              Document.write(json, collection, key, text, expires);
              precondition(json, precondition);
            },
            unmet,
            deadline);
    return result.isPresent() ? Optional.of(Document.version(result.get())) : Optional.empty();
  }

  @Override
  public void delete(RecordKey key, Deadline deadline) throws StoreException {
    var unused =
        commit(
            json -> json.writeStringField("delete", Document.name(collection, key)),
            Set.of(),
            deadline);
  }

  @Override
  public boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException {
    return commit(
            json -> {
              json.writeStringField("delete", Document.name(collection, key));
              precondition(json, at(version));
            },
            CHANGED,
            deadline)
        .isPresent();
  }

  private static Json.Members at(String version) {
    return json -> json.writeStringField("updateTime", version);
  }

  private static void precondition(JsonGenerator json, Json.Members precondition)
      throws IOException {
    json.writeObjectFieldStart("currentDocument");
    precondition.write(json);
    json.writeEndObject();
  }

  /** ABORTED says that others were at the document, and that nothing was done. */
  @Override
  public Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    Bounds.requireCounters(deltas);
    List<String> names = List.copyOf(deltas.keySet());
    Contention contention = new Contention("the counters of the record " + key, deadline);
    while (true) {
      Optional<JrsObject> result =
          commit(
              json -> Document.add(json, collection, key, names, deltas, expires),
              Set.of("ABORTED"),
              deadline);
      if (result.isPresent()) {
        return sums(names, result.get());
      }
      contention.pause();
    }
  }

  private static Map<String, Long> sums(List<String> names, JrsObject result) throws Unreadable {
    if (!(result.get("transformResults") instanceof JrsArray results)
        || results.size() != names.size()) {
      throw new Unreadable("firestore answers without the sums");
    }
    Map<String, Long> sums = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      sums.put(names.get(i), Document.number(results.get(i)));
    }
    return sums;
  }

  @Override
  public Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    Bounds.requireQuery(group, prefix, limit);
    HttpResponse<byte[]> response =
        post(
            ":runQuery",
            json -> Document.query(json, collection, group, prefix, from, limit),
            deadline);
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    List<Named> records = new ArrayList<>();
    for (JrsValue one : list(response)) {
      if (one instanceof JrsObject answer && answer.get("document") instanceof JrsObject document) {
        records.add(new Named(Document.nameInGroup(document, group), Document.stored(document)));
      }
    }
    return new Page(
        records,
        records.size() == limit ? Optional.of(records.getLast().name()) : Optional.empty());
  }

  /** The result of one write; empty when it failed with one of these words. */
  private Optional<JrsObject> commit(Json.Members write, Set<String> unmet, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        post(
            ":commit",
            json -> {
              json.writeArrayFieldStart("writes");
              json.writeStartObject();
              write.write(json);
              json.writeEndObject();
              json.writeEndArray();
            },
            deadline);
    if (response.statusCode() == 200
        && read(response).get("writeResults") instanceof JrsArray results
        && results.get(0) instanceof JrsObject result) {
      return Optional.of(result);
    }
    if (Json.text(read(response), "error", "status").filter(unmet::contains).isPresent()
        && !isOfTheDatabase(response)) {
      return Optional.empty();
    }
    throw refusal(response);
  }

  private static boolean isOfTheDatabase(HttpResponse<byte[]> response) {
    String words = StoreHttp.words(response);
    return GoogleCalls.WORDS.absent().stream().anyMatch(words::contains);
  }

  /** Calls a method of the database's root, which is above the collection. */
  private HttpResponse<byte[]> post(String method, Json.Members body, Deadline deadline)
      throws StoreException {
    return calls.send(
        "POST",
        "v1/" + collection.substring(0, collection.lastIndexOf('/')) + method,
        "application/json",
        Json.object(body).getBytes(StandardCharsets.UTF_8),
        deadline);
  }

  private StoreException refusal(HttpResponse<byte[]> response) {
    return StoreHttp.refusal(
        "firestore", "the collection " + collection, GoogleCalls.WORDS, response);
  }

  /** An object, or the first of a list: what streams by gRPC is a list by REST. */
  private JrsObject read(HttpResponse<byte[]> response) throws StoreException {
    try {
      return Json.readFirst(response.body());
    } catch (IOException e) {
      throw refusal(response);
    }
  }

  private List<JrsValue> list(HttpResponse<byte[]> response) throws StoreException {
    try {
      List<JrsValue> list = new ArrayList<>();
      if (Json.readAny(StoreHttp.words(response)) instanceof JrsArray all) {
        all.elements().forEachRemaining(list::add);
      }
      return list;
    } catch (IOException e) {
      throw refusal(response);
    }
  }
}
