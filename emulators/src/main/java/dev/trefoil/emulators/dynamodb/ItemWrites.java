// PutItem, UpdateItem and DeleteItem.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Writes one item, under a condition or none. */
final class ItemWrites {
  private static final List<String> OLD = List.of("Expected", "ConditionalOperator");
  private static final String CONDITION = "ConditionExpression";

  private final Tables tables;

  ItemWrites(Tables tables) {
    this.tables = tables;
  }

  ObjectNode put(Request request) {
    requireBounds(request, "Item");
    request.requireExpressions(List.of(CONDITION), OLD);
    Value.Document item = ValueReader.attributes(request.json().get("Item"));
    requireNoneOrOld(request);
    Optional<Condition> condition = condition(request, new Placeholders(request.json()));
    if (Sizes.item(item) > Sizes.ITEM) {
      throw Refusal.invalid("Item size has exceeded the maximum allowed size");
    }
    return tables.on(
        request,
        table -> {
          table.schema().requireKeyIn(item);
          Optional<Value.Document> old = table.find(item);
          require(condition, old, request);
          table.put(item);
          return answer(request, table, old, Optional.of(item), wantsOld(request) ? old : none());
        });
  }

  ObjectNode delete(Request request) {
    requireBounds(request, "Key");
    request.requireExpressions(List.of(CONDITION), OLD);
    Value.Document key = ValueReader.attributes(request.json().get("Key"));
    requireNoneOrOld(request);
    Optional<Condition> condition = condition(request, new Placeholders(request.json()));
    return tables.on(
        request,
        table -> {
          table.schema().requireKey(key);
          Optional<Value.Document> old = table.find(key);
          require(condition, old, request);
          table.remove(key);
          return answer(request, table, old, none(), wantsOld(request) ? old : none());
        });
  }

  ObjectNode update(Request request) {
    requireBounds(request, "Key");
    request.requireExpressions(
        List.of("UpdateExpression", CONDITION),
        List.of("AttributeUpdates", "Expected", "ConditionalOperator"));
    Value.Document key = ValueReader.attributes(request.json().get("Key"));
    Placeholders placeholders = new Placeholders(request.json());
    Optional<Update> update =
        request.text("UpdateExpression").map(text -> UpdateParser.parse(text, placeholders));
    Optional<Condition> condition = condition(request, placeholders);
    return tables.on(
        request,
        table -> {
          table.schema().requireKey(key);
          update.ifPresent(u -> requireNoKey(u, table.schema()));
          Optional<Value.Document> old = table.find(key);
          require(condition, old, request);
          Value.Document before = old.orElse(key);
          Value.Document after = update.map(u -> u.applyTo(before)).orElse(before);
          if (Sizes.item(after) > Sizes.ITEM) {
            throw Refusal.invalid("Item size to update has exceeded the maximum allowed size");
          }
          boolean isThere = old.isPresent() || !update.map(Update::onlyTakesAway).orElse(false);
          if (isThere) {
            table.put(after);
          }
          Optional<Value.Document> now = isThere ? Optional.of(after) : none();
          return answer(request, table, old, now, returned(request, update, old, now));
        });
  }

  private static void requireBounds(Request request, String field) {
    request
        .table()
        .required(field)
        .capacity()
        .oneOf("ReturnItemCollectionMetrics", "SIZE", "NONE")
        .oneOf("ReturnValues", "ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW")
        .oneOf("ReturnValuesOnConditionCheckFailure", "ALL_OLD", "NONE")
        .requireInBounds();
  }

  private static void requireNoneOrOld(Request request) {
    request
        .text("ReturnValues")
        .filter(wanted -> !wanted.equals("ALL_OLD") && !wanted.equals("NONE"))
        .ifPresent(
            wanted -> {
              throw Refusal.invalid("ReturnValues can only be ALL_OLD or NONE");
            });
  }

  private static boolean wantsOld(Request request) {
    return request.text("ReturnValues").filter("ALL_OLD"::equals).isPresent();
  }

  private static Optional<Value.Document> none() {
    return Optional.empty();
  }

  /** The last expression that is read, so that all placeholders have to be used by now. */
  private static Optional<Condition> condition(Request request, Placeholders placeholders) {
    Optional<Condition> condition =
        request.text(CONDITION).map(text -> ConditionParser.parse(CONDITION, text, placeholders));
    placeholders.requireAllUsed();
    return condition;
  }

  private static void requireNoKey(Update update, Schema schema) {
    schema.requireScalarKeys(update.paths());
    for (Path path : update.paths()) {
      if (schema.hasKey(path.head())) {
        throw Refusal.invalidParameter(
            "Cannot update attribute %s. This attribute is part of the key".formatted(path.head()));
      }
    }
  }

  private static void require(
      Optional<Condition> condition, Optional<Value.Document> old, Request request) {
    if (condition.isPresent() && !condition.get().holds(old.orElse(Value.Document.EMPTY))) {
      boolean wanted =
          request.text("ReturnValuesOnConditionCheckFailure").filter("ALL_OLD"::equals).isPresent();
      throw Refusal.conditionFailed(wanted ? old : none());
    }
  }

  private static Optional<Value.Document> returned(
      Request request,
      Optional<Update> update,
      Optional<Value.Document> old,
      Optional<Value.Document> now) {
    return switch (request.text("ReturnValues").orElse("NONE")) {
      case "ALL_OLD" -> old;
      case "ALL_NEW" -> now;
      case "UPDATED_OLD" -> updated(update, old);
      case "UPDATED_NEW" -> updated(update, now);
      default -> none();
    };
  }

  private static Optional<Value.Document> updated(
      Optional<Update> update, Optional<Value.Document> item) {
    return update
        .flatMap(u -> item.map(new Projection(u.paths())::of))
        .filter(part -> !part.values().isEmpty());
  }

  private static ObjectNode answer(
      Request request,
      Table table,
      Optional<Value.Document> before,
      Optional<Value.Document> after,
      Optional<Value.Document> returned) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    returned.ifPresent(item -> answer.set("Attributes", ValueWriter.attributes(item)));
    Capacity.written(
        answer,
        request,
        table,
        before.map(Sizes::item).orElse(0),
        after.map(Sizes::item).orElse(0));
    return answer;
  }
}
