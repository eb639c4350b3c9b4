package dev.trefoil.azure;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.job.RecordStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.job.StoreJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("table", response);
    }
    try {
      JrsObject entity = StoreJson.read(response.body());
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
    return written(response, 409);
  }

  @Override
  public Optional<String> replace(String id, String text, Instant expires, String version)
      throws StoreException {
    Map<String, String> headers = new HashMap<>(JSON);
    headers.put("if-match", version);
    HttpResponse<byte[]> response =
        calls.send("table", "PUT", entity(id), headers, body(id, text, expires));
    return response.statusCode() == 404 ? Optional.empty() : written(response, 412);
  }

  private static Optional<String> written(HttpResponse<byte[]> response, int unmet)
      throws StoreException {
    if (response.statusCode() == 204) {
      return Optional.of(version(response));
    }
    if (response.statusCode() == unmet) {
      return Optional.empty();
    }
    throw StoreHttp.refusal("table", response);
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
    return StoreJson.object(
            json -> {
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
