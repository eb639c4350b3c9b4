package dev.trefoil.azure;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.job.RecordStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records as entities of a table, of Table storage or of Cosmos DB for Table, each in a partition
 * of its own; the version is the ETag. A property holds 32 Ki characters, so that a long text lies
 * in several.
 */
final class TableRecords implements RecordStore {
  private static final int PROPERTY_LENGTH = 30_000;
  private static final String ROW = "job";
  private static final Map<String, String> JSON =
      Map.of(
          "accept", "application/json;odata=nometadata",
          "content-type", "application/json",
          "prefer", "return-no-content",
          "dataserviceversion", "3.0");

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
  public Optional<Stored> find(String id) throws StoreException {
    HttpResponse<byte[]> response = calls.send("table", "GET", entity(id), JSON, new byte[0]);
    if (response.statusCode() == 404 && hasTable(response)) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    try {
      JrsObject entity = Json.read(response.body());
      StringBuilder text = new StringBuilder();
      for (int i = 0; entity.get("text" + i) != null; i++) {
        text.append(entity.get("text" + i).asText());
      }
      return Optional.of(new Stored(text.toString(), version(response)));
    } catch (IOException e) {
      throw new StoreException("table answers what cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<String> create(String id, String text, Instant expires) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send("table", "POST", table, JSON, body(id, text, expires));
    return written(response, Set.of(409));
  }

  @Override
  public Optional<String> replace(String id, String text, Instant expires, String version)
      throws StoreException {
    Map<String, String> headers = new HashMap<>(JSON);
    headers.put("if-match", version);
    HttpResponse<byte[]> response =
        calls.send("table", "PUT", entity(id), headers, body(id, text, expires));
    return written(response, Set.of(404, 412));
  }

  private Optional<String> written(HttpResponse<byte[]> response, Set<Integer> unmet)
      throws StoreException {
    if (response.statusCode() == 204) {
      return Optional.of(version(response));
    }
    if (unmet.contains(response.statusCode()) && hasTable(response)) {
      return Optional.empty();
    }
    throw refusal(response);
  }

  /**
   * Whether a refusal is of an entity: 404 TableNotFound and 409 TableBeingDeleted are of the table
   * ("Table service error codes").
   */
  private static boolean hasTable(HttpResponse<byte[]> response) {
    String words = StoreHttp.words(response);
    return !words.contains("TableNotFound") && !words.contains("TableBeingDeleted");
  }

  private StoreException refusal(HttpResponse<byte[]> response) {
    return StoreHttp.refusal("table", "the table " + table, response);
  }

  private static String version(HttpResponse<byte[]> response) throws StoreException {
    return response
        .headers()
        .firstValue("etag")
        .orElseThrow(() -> new StoreException("table answers without an ETag"));
  }

  private String entity(String id) {
    return table + "(PartitionKey='" + id + "',RowKey='" + ROW + "')";
  }

  private static byte[] body(String id, String text, Instant expires) {
    return Json.object(
            json -> {
              // Azurite breaks a letter of several bytes where a packet ends (Azure/Azurite#2670).
              json.setHighestNonEscapedChar(127);
              json.writeStringField("PartitionKey", id);
              json.writeStringField("RowKey", ROW);
              json.writeStringField("expires@odata.type", "Edm.DateTime");
              json.writeStringField("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
              properties(json, text);
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  /** No property ends between the halves of a surrogate pair. */
  private static void properties(JsonGenerator json, String text) throws IOException {
    int property = 0;
    for (int start = 0; start < text.length(); property++) {
      int end = Math.min(start + PROPERTY_LENGTH, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      json.writeStringField("text" + property, text.substring(start, end));
      start = end;
    }
  }
}
