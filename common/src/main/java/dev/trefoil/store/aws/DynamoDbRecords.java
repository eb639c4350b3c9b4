// Five operations of DynamoDB and no other: GetItem, PutItem, UpdateItem, DeleteItem and Query;
// conditions by ConditionExpression.
package dev.trefoil.store.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.Bounds;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.Unreadable;
import dev.trefoil.store.StoreHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records as items of a DynamoDB table whose partition key is the text {@code id}; those of groups
 * in a table that has the sort key {@code sortKey} besides, without which none are queried. The
 * time to live of both is the number {@code expires}.
 */
final class DynamoDbRecords implements RecordStore {
  private static final String SERVICE = "dynamodb";
  private static final String TARGET = "DynamoDB_20120810.";

  /** Source: "Error handling with DynamoDB"; all of them have status 400. */
  private static final StoreHttp.Words WORDS =
      new StoreHttp.Words(
          List.of("ResourceNotFoundException"),
          List.of(
              "ProvisionedThroughputExceededException",
              "ThrottlingException",
              "RequestLimitExceeded",
              "TransactionConflictException"),
          List.of("Item size has exceeded", "Item size to update has exceeded"));

  private final SignedCalls calls;
  private final URI endpoint;
  private final String table;
  private final Optional<String> orderedTable;

  /**
   * @param orderedTable of the records of groups
   */
  DynamoDbRecords(SignedCalls calls, URI endpoint, String table, Optional<String> orderedTable) {
    this.calls = calls;
    this.endpoint = endpoint;
    this.table = table;
    this.orderedTable = orderedTable;
  }

  @Override
  public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    String from = table(key);
    HttpResponse<byte[]> response =
        call(
            "GetItem",
            from,
            json -> {
              json.writeBooleanField("ConsistentRead", true);
              key(json, "Key", key);
            },
            deadline);
    if (response.statusCode() != 200) {
      throw refusal(from, response);
    }
    return read(response).get("Item") instanceof JrsObject item
        ? Optional.of(Item.stored(item))
        : Optional.empty();
  }

  @Override
  public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    return put(
        key, text, expires, Item.firstVersion(), "attribute_not_exists(id)", json -> {}, deadline);
  }

  @Override
  public Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    return put(
        key,
        text,
        expires,
        Item.next(version),
        "version = :read",
        json -> valueOfRead(json, version),
        deadline);
  }

  private Optional<String> put(
      RecordKey key,
      String text,
      Instant expires,
      String version,
      String condition,
      Json.Members values,
      Deadline deadline)
      throws StoreException {
    Bounds.requireText(SERVICE, key, text);
    boolean written =
        isDone(
            "PutItem",
            table(key),
            json -> {
              json.writeStringField("ConditionExpression", condition);
              values.write(json);
              json.writeObjectFieldStart("Item");
              Item.key(json, key);
              Item.attribute(json, "text", "S", text);
              Item.attribute(json, "version", "N", version);
              Item.attribute(json, "expires", "N", Long.toString(expires.getEpochSecond()));
              json.writeEndObject();
            },
            deadline);
    return written ? Optional.of(version) : Optional.empty();
  }

  @Override
  public void delete(RecordKey key, Deadline deadline) throws StoreException {
    var unused = isDone("DeleteItem", table(key), json -> key(json, "Key", key), deadline);
  }

  @Override
  public boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException {
    return isDone(
        "DeleteItem",
        table(key),
        json -> {
          key(json, "Key", key);
          json.writeStringField("ConditionExpression", "version = :read");
          valueOfRead(json, version);
        },
        deadline);
  }

  private static void valueOfRead(JsonGenerator json, String version) throws IOException {
    json.writeObjectFieldStart("ExpressionAttributeValues");
    Item.attribute(json, ":read", "N", version);
    json.writeEndObject();
  }

  @Override
  public Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    Bounds.requireCounters(deltas);
    String to = table(key);
    HttpResponse<byte[]> response =
        call("UpdateItem", to, json -> addition(json, key, deltas, expires), deadline);
    if (response.statusCode() != 200) {
      throw refusal(to, response);
    }
    return read(response).get("Attributes") instanceof JrsObject attributes
        ? Item.counters(attributes)
        : Map.of();
  }

  private static void addition(
      JsonGenerator json, RecordKey key, Map<String, Long> deltas, Instant expires)
      throws IOException {
    List<String> names = List.copyOf(deltas.keySet());
    List<String> additions = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      additions.add("#c" + i + " :c" + i);
    }
    key(json, "Key", key);
    json.writeStringField("ReturnValues", "UPDATED_NEW");
    json.writeStringField(
        "UpdateExpression",
        "SET version = if_not_exists(version, :start) + :one, expires = :expires ADD "
            + String.join(", ", additions));
    json.writeObjectFieldStart("ExpressionAttributeNames");
    for (int i = 0; i < names.size(); i++) {
      json.writeStringField("#c" + i, Item.COUNTER + names.get(i));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("ExpressionAttributeValues");
    Item.attribute(json, ":start", "N", Item.firstVersion());
    Item.attribute(json, ":one", "N", "1");
    Item.attribute(json, ":expires", "N", Long.toString(expires.getEpochSecond()));
    for (int i = 0; i < names.size(); i++) {
      Item.attribute(json, ":c" + i, "N", Long.toString(deltas.get(names.get(i))));
    }
    json.writeEndObject();
  }

  @Override
  public Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    Bounds.requireQuery(group, prefix, limit);
    String of = ordered();
    HttpResponse<byte[]> response =
        call(
            "Query",
            of,
            json -> {
              json.writeBooleanField("ConsistentRead", true);
              json.writeNumberField("Limit", limit);
              json.writeStringField(
                  "KeyConditionExpression",
                  prefix.isEmpty() ? "id = :id" : "id = :id AND begins_with(sortKey, :prefix)");
              json.writeObjectFieldStart("ExpressionAttributeValues");
              Item.attribute(json, ":id", "S", group);
              if (!prefix.isEmpty()) {
                Item.attribute(json, ":prefix", "S", prefix);
              }
              json.writeEndObject();
              if (from.isPresent()) {
                key(json, "ExclusiveStartKey", new RecordKey(group, from.get()));
              }
            },
            deadline);
    if (response.statusCode() != 200) {
      throw refusal(of, response);
    }
    JrsObject answer = read(response);
    List<Named> records = new ArrayList<>();
    if (answer.get("Items") instanceof JrsArray items) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) instanceof JrsObject item) {
          records.add(new Named(Item.name(item), Item.stored(item)));
        }
      }
    }
    return new Page(
        records,
        answer.get("LastEvaluatedKey") instanceof JrsObject last
            ? Optional.of(Item.name(last))
            : Optional.empty());
  }

  private String table(RecordKey key) throws Absent {
    return key.isAlone() ? table : ordered();
  }

  private String ordered() throws Absent {
    return orderedTable.orElseThrow(
        () -> new Absent("dynamodb has no table for records of groups: no orderedTable is set"));
  }

  private static void key(JsonGenerator json, String field, RecordKey key) throws IOException {
    json.writeObjectFieldStart(field);
    Item.key(json, key);
    json.writeEndObject();
  }

  /** Whether it was done; false when its condition did not hold. */
  private boolean isDone(String operation, String of, Json.Members body, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response = call(operation, of, body, deadline);
    if (response.statusCode() == 200) {
      return true;
    }
    if (response.statusCode() == 400
        && StoreHttp.words(response).contains("ConditionalCheckFailedException")) {
      return false;
    }
    throw refusal(of, response);
  }

  private HttpResponse<byte[]> call(
      String operation, String of, Json.Members body, Deadline deadline) throws StoreException {
    String request =
        Json.object(
            json -> {
              json.writeStringField("TableName", of);
              body.write(json);
            });
    return calls.json(endpoint, TARGET + operation, request, deadline);
  }

  private static StoreException refusal(String of, HttpResponse<byte[]> response) {
    return StoreHttp.refusal(SERVICE, "the table " + of, WORDS, response);
  }

  private static JrsObject read(HttpResponse<byte[]> response) throws Unreadable {
    try {
      return Json.read(response.body());
    } catch (IOException e) {
      throw new Unreadable("dynamodb answers what cannot be read: " + e.getMessage(), e);
    }
  }
}
