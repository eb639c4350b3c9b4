package dev.trefoil.store.azure;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
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
import java.net.URLEncoder;
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
 * Records as entities of a table, of Table storage or of Cosmos DB for Table; a group is a
 * partition, and the version is the ETag.
 */
final class TableRecords implements RecordStore {
  private static final Map<String, String> JSON =
      Map.of(
          "accept", "application/json;odata=nometadata",
          "content-type", "application/json",
          "prefer", "return-no-content",
          "dataserviceversion", "3.0");

  /** With the ETag of each entity, which the answer's headers have for one alone. */
  private static final Map<String, String> WITH_ETAGS =
      Map.of(
          "accept", "application/json;odata=fullmetadata",
          "dataserviceversion", "3.0");

  private static final String NEXT_PARTITION = "x-ms-continuation-NextPartitionKey";
  private static final String NEXT_ROW = "x-ms-continuation-NextRowKey";

  private final StorageCalls calls;
  private final String table;

  /**
   * @param table its URL
   */
  TableRecords(StorageCalls calls, String table) {
    this.calls = calls;
    this.table = table;
  }

  @Override
  public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response = send("GET", entity(key), JSON, new byte[0], deadline);
    if (isUnmet(response, Set.of(404))) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    return Optional.of(Entity.stored(read(response), version(response)));
  }

  @Override
  public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    Bounds.requireText("table", key, text);
    return insert(key, text, Map.of(), expires, deadline);
  }

  private Optional<String> insert(
      RecordKey key, String text, Map<String, Long> counters, Instant expires, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        send("POST", table, JSON, Entity.write(key, text, counters, expires), deadline);
    return written(response, Set.of(409));
  }

  @Override
  public Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    Bounds.requireText("table", key, text);
    HttpResponse<byte[]> response =
        send(
            "PUT",
            entity(key),
            ifAt(version),
            Entity.write(key, text, Map.of(), expires),
            deadline);
    return written(response, Set.of(404, 412));
  }

  @Override
  public void delete(RecordKey key, Deadline deadline) throws StoreException {
    var unused = delete(key, "*", deadline);
  }

  @Override
  public boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        send("DELETE", entity(key), ifAt(version), new byte[0], deadline);
    if (response.statusCode() != 204 && !isUnmet(response, Set.of(404, 412))) {
      throw refusal(response);
    }
    return response.statusCode() == 204;
  }

  /**
   * Tables cannot add: each reads, and writes on the condition that nobody has written since, until
   * it has been the quicker one.
   */
  @Override
  public Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    Bounds.requireCounters(deltas);
    Contention contention = new Contention("the counters of the record " + key, deadline);
    while (true) {
      Optional<Stored> there = get(key, deadline);
      Map<String, Long> now = new HashMap<>();
      deltas.forEach(
          (name, delta) ->
              now.put(
                  name,
                  there.map(found -> found.counters().getOrDefault(name, 0L)).orElse(0L) + delta));
      Optional<String> written =
          there.isPresent()
              ? merge(key, now, expires, there.get().version(), deadline)
              : insert(key, "", now, expires, deadline);
      if (written.isPresent()) {
        return now;
      }
      contention.pause();
    }
  }

  private Optional<String> merge(
      RecordKey key, Map<String, Long> counters, Instant expires, String version, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        send(
            "MERGE",
            entity(key),
            ifAt(version),
            Entity.write(key, "", counters, expires),
            deadline);
    return written(response, Set.of(404, 412));
  }

  @Override
  public Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    Bounds.requireQuery(group, prefix, limit);
    String url =
        table
            + "()?$top="
            + limit
            + "&$filter="
            + encoded(Entity.filter(group, prefix))
            + from.map(TableRecords::continuation).orElse("");
    HttpResponse<byte[]> response = send("GET", url, WITH_ETAGS, new byte[0], deadline);
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    List<Named> records = new ArrayList<>();
    if (read(response).get("value") instanceof JrsArray entities) {
      for (int i = 0; i < entities.size(); i++) {
        if (entities.get(i) instanceof JrsObject entity) {
          records.add(Entity.named(entity));
        }
      }
    }
    Optional<String> row = response.headers().firstValue(NEXT_ROW);
    return new Page(
        records,
        response
            .headers()
            .firstValue(NEXT_PARTITION)
            .map(partition -> partition + "\n" + row.orElse("")));
  }

  private static String continuation(String from) {
    int end = from.indexOf('\n');
    return "&NextPartitionKey="
        + encoded(from.substring(0, end))
        + "&NextRowKey="
        + encoded(from.substring(end + 1));
  }

  private static Map<String, String> ifAt(String version) {
    Map<String, String> headers = new HashMap<>(JSON);
    headers.put("if-match", version);
    return headers;
  }

  private Optional<String> written(HttpResponse<byte[]> response, Set<Integer> unmet)
      throws StoreException {
    if (response.statusCode() == 204) {
      return Optional.of(version(response));
    }
    if (isUnmet(response, unmet)) {
      return Optional.empty();
    }
    throw refusal(response);
  }

  /**
   * Whether a refusal is of an entity: 404 TableNotFound and 409 TableBeingDeleted are of the table
   * ("Table service error codes").
   */
  private static boolean isUnmet(HttpResponse<byte[]> response, Set<Integer> unmet) {
    String words = StoreHttp.words(response);
    return unmet.contains(response.statusCode())
        && !words.contains("TableNotFound")
        && !words.contains("TableBeingDeleted");
  }

  private HttpResponse<byte[]> send(
      String method, String url, Map<String, String> headers, byte[] body, Deadline deadline)
      throws StoreException {
    return calls.send("table", method, url, headers, body, deadline);
  }

  private StoreException refusal(HttpResponse<byte[]> response) {
    return StorageCalls.refusal("table", "the table " + table, response);
  }

  private static JrsObject read(HttpResponse<byte[]> response) throws Unreadable {
    try {
      return Json.read(response.body());
    } catch (IOException e) {
      throw new Unreadable("table answers what cannot be read: " + e.getMessage(), e);
    }
  }

  private static String version(HttpResponse<byte[]> response) throws Unreadable {
    return response
        .headers()
        .firstValue("etag")
        .orElseThrow(() -> new Unreadable("table answers without an ETag"));
  }

  private String entity(RecordKey key) {
    return table + "(PartitionKey='" + key.group() + "',RowKey='" + Entity.row(key) + "')";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
