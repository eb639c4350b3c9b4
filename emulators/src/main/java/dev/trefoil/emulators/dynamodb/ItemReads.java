// GetItem, Query and Scan.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Reads items: always as the last write left them, which the service promises only if asked. */
final class ItemReads {
  private static final String PROJECTION = "ProjectionExpression";
  private static final String FILTER = "FilterExpression";
  private static final String KEYS = "KeyConditionExpression";

  private final Tables tables;

  ItemReads(Tables tables) {
    this.tables = tables;
  }

  ObjectNode get(Request request) {
    request.table().required("Key").capacity().requireInBounds();
    request.requireExpressions(List.of(PROJECTION), List.of("AttributesToGet"));
    Value.Document key = ValueReader.attributes(request.json().get("Key"));
    Placeholders placeholders = new Placeholders(request.json());
    Optional<Projection> projection = projection(request, placeholders);
    placeholders.requireAllUsed();
    return tables.on(
        request,
        table -> {
          table.schema().requireKey(key);
          projection.ifPresent(p -> table.schema().requireScalarKeys(p.paths()));
          Optional<Value.Document> item = table.find(key);
          ObjectNode answer = JsonNodeFactory.instance.objectNode();
          item.map(found -> projection.map(p -> p.of(found)).orElse(found))
              .ifPresent(found -> answer.set("Item", ValueWriter.attributes(found)));
          Capacity.read(answer, request, table, item.map(Sizes::item).orElse(0));
          return answer;
        });
  }

  ObjectNode query(Request request) {
    requireBounds(request).requireInBounds();
    request.requireExpressions(
        List.of(PROJECTION, FILTER, KEYS),
        List.of("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"));
    Optional<Value.Document> after = startKey(request);
    if (!request.has(KEYS)) {
      throw Refusal.invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    Placeholders placeholders = new Placeholders(request.json());
    Condition keys = ConditionParser.parse(KEYS, request.text(KEYS).get(), placeholders);
    Page.Wanted wanted = wanted(request, placeholders);
    return tables.on(
        request,
        table -> {
          requireNoIndex(request);
          KeyCondition condition = KeyCondition.of(keys, table.schema());
          after.ifPresent(key -> requireStart(key, condition, table.schema()));
          requireNoKeyInFilter(wanted, table.schema());
          return new Page(request, table, wanted)
              .of(
                  table
                      .partition(
                          condition.partition(), request.flag("ScanIndexForward", true), after)
                      .filter(condition::covers));
        });
  }

  ObjectNode scan(Request request) {
    requireBounds(request).atLeast("Segment", 0).atLeast("TotalSegments", 1).requireInBounds();
    request.requireExpressions(
        List.of(PROJECTION, FILTER),
        List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"));
    Optional<Value.Document> after = startKey(request);
    int segments = request.whole("TotalSegments").orElse(1);
    int segment = segment(request, segments);
    Placeholders placeholders = new Placeholders(request.json());
    Page.Wanted wanted = wanted(request, placeholders);
    return tables.on(
        request,
        table -> {
          requireNoIndex(request);
          after.ifPresent(table.schema()::requireKey);
          return new Page(request, table, wanted)
              .of(
                  table
                      .all(after)
                      .filter(
                          item ->
                              Math.floorMod(
                                      item.values()
                                          .get(table.schema().partition().name())
                                          .hashCode(),
                                      segments)
                                  == segment));
        });
  }

  private static Request requireBounds(Request request) {
    return request
        .table()
        .capacity()
        .atLeast("Limit", 1)
        .oneOf(
            "Select", "SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");
  }

  private static int segment(Request request, int segments) {
    boolean asked = request.has("Segment");
    if (asked != request.has("TotalSegments")) {
      throw Refusal.invalid(
          asked
              ? "The TotalSegments parameter is required but was not present in the request when"
                  + " Segment parameter is present"
              : "The Segment parameter is required but was not present in the request when parameter"
                  + " TotalSegments is present");
    }
    int segment = request.whole("Segment").orElse(0);
    if (segment >= segments) {
      throw Refusal.invalid(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: %d is not less than TotalSegments: %d"
              .formatted(segment, segments));
    }
    return segment;
  }

  private static Page.Wanted wanted(Request request, Placeholders placeholders) {
    Optional<Condition> filter =
        request.text(FILTER).map(text -> ConditionParser.parse(FILTER, text, placeholders));
    Optional<Projection> projection = projection(request, placeholders);
    placeholders.requireAllUsed();
    String select = request.text("Select").orElse("");
    if (select.equals("SPECIFIC_ATTRIBUTES") && projection.isEmpty()) {
      throw Refusal.invalid(
          "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
              + " SPECIFIC_ATTRIBUTES");
    }
    if (projection.isPresent() && !select.isEmpty() && !select.equals("SPECIFIC_ATTRIBUTES")) {
      throw Refusal.invalid(
          "Cannot specify the ProjectionExpression when choosing to get "
              + (select.equals("COUNT") ? "only the Count" : select));
    }
    if (select.equals("ALL_PROJECTED_ATTRIBUTES")) {
      throw Refusal.invalidParameter(
          "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    }
    return new Page.Wanted(filter, projection, select.equals("COUNT"));
  }

  private static Optional<Projection> projection(Request request, Placeholders placeholders) {
    return request.text(PROJECTION).map(text -> Projection.parse(text, placeholders));
  }

  private static Optional<Value.Document> startKey(Request request) {
    if (!request.has("ExclusiveStartKey")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ValueReader.attributes(request.json().get("ExclusiveStartKey")));
    } catch (Refusal e) {
      throw Refusal.invalid("The provided starting key is invalid: " + e.getMessage());
    }
  }

  private static void requireStart(Value.Document key, KeyCondition condition, Schema schema) {
    try {
      schema.requireKey(key);
    } catch (Refusal e) {
      throw Refusal.invalid("The provided starting key is invalid");
    }
    if (!condition.partition().equals(key.values().get(schema.partition().name()))) {
      throw Refusal.invalid(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    if (!condition.covers(key)) {
      throw Refusal.invalid("The provided starting key does not match the range key predicate");
    }
  }

  private static void requireNoKeyInFilter(Page.Wanted wanted, Schema schema) {
    wanted.filter().stream()
        .flatMap(filter -> filter.paths().stream())
        .map(Path::head)
        .filter(schema::hasKey)
        .findFirst()
        .ifPresent(
            name -> {
              throw Refusal.invalid(
                  "Filter Expression can only contain non-primary key attributes: Primary key"
                      + " attribute: "
                      + name);
            });
  }

  /** Tables have no indexes here: CreateTable refuses them. */
  private static void requireNoIndex(Request request) {
    request
        .text("IndexName")
        .ifPresent(
            name -> {
              throw Refusal.invalid("The table does not have the specified index: " + name);
            });
  }
}
