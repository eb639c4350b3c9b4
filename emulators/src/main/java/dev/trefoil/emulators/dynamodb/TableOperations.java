// CreateTable, DescribeTable, DeleteTable, ListTables, UpdateTimeToLive and DescribeTimeToLive.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes and describes tables. A table can be used at once, although the answer says CREATING, as
 * the service's does.
 */
final class TableOperations {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What is not emulated, and would change answers if it were. */
  private static final List<String> NOT_HERE =
      List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes", "StreamSpecification");

  private final Tables tables;

  TableOperations(Tables tables) {
    this.tables = tables;
  }

  ObjectNode create(Request request) {
    String name = name(request);
    request.required("AttributeDefinitions").required("KeySchema");
    request.oneOf("BillingMode", "PROVISIONED", "PAY_PER_REQUEST").requireInBounds();
    boolean payPerRequest =
        request.text("BillingMode").filter("PAY_PER_REQUEST"::equals).isPresent();
    if (payPerRequest && request.has("ProvisionedThroughput")) {
      throw Refusal.invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    if (!payPerRequest && !request.has("ProvisionedThroughput")) {
      throw Refusal.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    List<String> notHere = NOT_HERE.stream().filter(request::has).toList();
    if (!notHere.isEmpty()) {
      throw Refusal.invalid("This emulator does not have " + String.join(", ", notHere));
    }
    Table table =
        new Table(
            name,
            SchemaReader.read(request.json()),
            tables.clock().instant(),
            payPerRequest,
            request.flag("DeletionProtectionEnabled", false));
    tables.create(table);
    return JSON.objectNode().set("TableDescription", description(table, "CREATING"));
  }

  ObjectNode describe(Request request) {
    return on(request, table -> JSON.objectNode().set("Table", description(table, "ACTIVE")));
  }

  ObjectNode delete(Request request) {
    return on(
        request,
        table -> {
          if (table.isProtected()) {
            throw Refusal.invalid(
                "Resource cannot be deleted as it is currently protected against deletion. Disable"
                    + " deletion protection first.");
          }
          tables.drop(table);
          return JSON.objectNode().set("TableDescription", description(table, "DELETING"));
        });
  }

  ObjectNode list(Request request) {
    request.atLeast("Limit", 1).requireInBounds();
    int limit = Math.min(100, request.whole("Limit").orElse(100));
    String after = request.text("ExclusiveStartTableName").orElse("");
    List<String> names =
        new ArrayList<>(tables.names().stream().filter(n -> n.compareTo(after) > 0).toList());
    ObjectNode answer = JSON.objectNode();
    ArrayNode listed = answer.putArray("TableNames");
    names.stream().limit(limit).forEach(listed::add);
    if (names.size() > limit) {
      answer.put("LastEvaluatedTableName", names.get(limit - 1));
    }
    return answer;
  }

  ObjectNode updateTimeToLive(Request request) {
    JsonNode specification = request.json().path("TimeToLiveSpecification");
    request.required("TimeToLiveSpecification");
    if (request.has("TimeToLiveSpecification")) {
      for (String field : List.of("attributeName", "enabled")) {
        if (!specification.hasNonNull(capitalised(field))) {
          request.violate("null", "timeToLiveSpecification." + field, "Member must not be null");
        }
      }
      if (specification.path("AttributeName").asText("a").isEmpty()) {
        request.violate(
            "",
            "timeToLiveSpecification.attributeName",
            "Member must have length greater than or equal to 1");
      }
    }
    return on(
        request,
        table -> {
          table.timeToLive(
              table
                  .timeToLive()
                  .changed(
                      WireForm.truth(specification.get("Enabled")),
                      specification.get("AttributeName").textValue(),
                      tables.clock().instant()));
          return JSON.objectNode().set("TimeToLiveSpecification", specification);
        });
  }

  ObjectNode describeTimeToLive(Request request) {
    return on(
        request,
        table -> {
          ObjectNode answer = JSON.objectNode();
          ObjectNode description = answer.putObject("TimeToLiveDescription");
          description.put(
              "TimeToLiveStatus",
              table.timeToLive().attribute().isPresent() ? "ENABLED" : "DISABLED");
          table.timeToLive().attribute().ifPresent(a -> description.put("AttributeName", a));
          return answer;
        });
  }

  private static String capitalised(String field) {
    return Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }

  private ObjectNode on(Request request, Function<Table, ObjectNode> operation) {
    String name = name(request);
    request.requireInBounds();
    Table table = tables.find(name).orElseThrow(() -> Refusal.noTable(name));
    return table.alone(() -> operation.apply(table));
  }

  /** These operations say otherwise than those on items what is wrong with a name. */
  private static String name(Request request) {
    String name =
        request
            .text("TableName")
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "The parameter 'TableName' is required but was not present in the request"));
    if (name.length() < 3 || name.length() > 255) {
      throw Refusal.invalid(
          "TableName must be at least 3 characters long and at most 255 characters long");
    }
    request.table();
    return name;
  }

  private static ObjectNode description(Table table, String status) {
    ObjectNode json = JSON.objectNode();
    json.put("TableName", table.name()).put("TableStatus", status).put("TableId", table.id());
    json.put("TableArn", DynamoDbEmulator.arn(table.name()));
    json.put("CreationDateTime", table.createdAt().toEpochMilli() / 1000.0);
    json.put("ItemCount", table.count()).put("TableSizeBytes", table.bytes());
    json.put("DeletionProtectionEnabled", table.isProtected());
    ArrayNode definitions = json.putArray("AttributeDefinitions");
    ArrayNode keys = json.putArray("KeySchema");
    for (Schema.Key key : table.schema().keys()) {
      definitions
          .addObject()
          .put("AttributeName", key.name())
          .put("AttributeType", key.type().name());
      keys.addObject()
          .put("AttributeName", key.name())
          .put("KeyType", key.equals(table.schema().partition()) ? "HASH" : "RANGE");
    }
    if (table.isPayPerRequest()) {
      json.putObject("BillingModeSummary").put("BillingMode", "PAY_PER_REQUEST");
    }
    return json;
  }
}
