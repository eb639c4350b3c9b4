package dev.trefoil.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.job.RecordStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;

/**
 * Records as items of a DynamoDB table whose partition key is the text {@code id}. The table's time
 * to live is the number {@code expires}.
 */
final class DynamoDbRecords implements RecordStore {
  private static final String TARGET = "DynamoDB_20120810.";

  private final SignedCalls calls;
  private final URI endpoint;
  private final String table;

  DynamoDbRecords(SignedCalls calls, URI endpoint, String table) {
    this.calls = calls;
    this.endpoint = endpoint;
    this.table = table;
  }

  @Override
  public Optional<Stored> find(String id) throws StoreException {
    HttpResponse<byte[]> response =
        calls.json(
            endpoint,
            TARGET + "GetItem",
            Json.object(
                json -> {
                  json.writeStringField("TableName", table);
                  json.writeBooleanField("ConsistentRead", true);
                  json.writeObjectFieldStart("Key");
                  attribute(json, "id", "S", id);
                  json.writeEndObject();
                }));
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("dynamodb", "the table " + table, response);
    }
    try {
      return Json.read(response.body()).get("Item") instanceof JrsObject item
          ? Optional.of(new Stored(value(item, "text", "S"), value(item, "version", "N")))
          : Optional.empty();
    } catch (IOException e) {
      throw new StoreException("dynamodb answers what cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<String> create(String id, String text, Instant expires) throws StoreException {
    return put(id, text, expires, "1", "attribute_not_exists(id)", Optional.empty());
  }

  @Override
  public Optional<String> replace(String id, String text, Instant expires, String version)
      throws StoreException {
    String next = Long.toString(Long.parseLong(version) + 1);
    return put(id, text, expires, next, "version = :read", Optional.of(version));
  }

  private Optional<String> put(
      String id,
      String text,
      Instant expires,
      String version,
      String condition,
      Optional<String> read)
      throws StoreException {
    HttpResponse<byte[]> response =
        calls.json(
            endpoint,
            TARGET + "PutItem",
            Json.object(
                json -> {
                  json.writeStringField("TableName", table);
                  json.writeStringField("ConditionExpression", condition);
                  if (read.isPresent()) {
                    json.writeObjectFieldStart("ExpressionAttributeValues");
                    attribute(json, ":read", "N", read.get());
                    json.writeEndObject();
                  }
                  json.writeObjectFieldStart("Item");
                  attribute(json, "id", "S", id);
                  attribute(json, "text", "S", text);
                  attribute(json, "version", "N", version);
                  attribute(json, "expires", "N", Long.toString(expires.getEpochSecond()));
                  json.writeEndObject();
                }));
    if (response.statusCode() == 200) {
      return Optional.of(version);
    }
    if (response.statusCode() == 400
        && StoreHttp.words(response).contains("ConditionalCheckFailedException")) {
      return Optional.empty();
    }
    throw StoreHttp.refusal("dynamodb", "the table " + table, response);
  }

  private static void attribute(JsonGenerator json, String name, String type, String value)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField(type, value);
    json.writeEndObject();
  }

  private static String value(JrsObject item, String name, String type) throws IOException {
    if (item.get(name) instanceof JrsObject attribute) {
      JrsValue value = attribute.get(type);
      if (value != null) {
        return value.asText();
      }
    }
    throw new IOException("an item without " + name);
  }
}
