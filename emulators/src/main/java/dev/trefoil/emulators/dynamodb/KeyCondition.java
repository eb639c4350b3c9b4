// Which items of a table a query reads: one partition, or a stretch of it.
package dev.trefoil.emulators.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A KeyConditionExpression that a table can be asked with.
 *
 * @param partition the partition key's value
 * @param sort what is asked of the sort key, if anything is
 */
record KeyCondition(Value partition, Optional<Condition> sort) {

  /**
   * What one key is asked.
   *
   * @param equal the value, where it is asked to be one
   */
  private record Part(Condition condition, Optional<Value> equal, List<Value> values) {}

  /** Whether an item of the partition is meant. */
  boolean covers(Value.Document item) {
    return sort.isEmpty() || sort.get().holds(item);
  }

  /**
   * Reads one.
   *
   * @throws Refusal in the service's words, as the tests of dynalite recorded them
   */
  static KeyCondition of(Condition condition, Schema schema) {
    Map<String, Part> parts = new LinkedHashMap<>();
    collect(condition, parts);
    if (parts.size() > 2) {
      throw Refusal.invalid("Conditions can be of length 1 or 2 only");
    }
    if (schema.sort().isEmpty() && parts.size() > 1) {
      throw Refusal.invalid("Query key condition not supported");
    }
    Schema.Key partition = schema.partition();
    Part wanted = parts.remove(partition.name());
    if (wanted == null) {
      throw missed(partition);
    }
    requireType(wanted, partition);
    if (wanted.equal().isEmpty()) {
      throw Refusal.invalid("Query key condition not supported");
    }
    if (parts.isEmpty()) {
      return new KeyCondition(wanted.equal().get(), Optional.empty());
    }
    Schema.Key sort = schema.sort().orElseThrow();
    Part stretch = parts.get(sort.name());
    if (stretch == null) {
      throw missed(sort);
    }
    requireType(stretch, sort);
    return new KeyCondition(wanted.equal().get(), Optional.of(stretch.condition()));
  }

  private static Refusal missed(Schema.Key key) {
    return Refusal.invalid("Query condition missed key schema element: " + key.name());
  }

  private static void requireType(Part part, Schema.Key key) {
    for (Value value : part.values()) {
      if (value.type() != key.type()) {
        throw Refusal.invalidParameter("Condition parameter type does not match schema type");
      }
      if (Schema.isEmpty(value)) {
        throw Refusal.invalidParameter(
            "The AttributeValue for a key attribute cannot contain an empty %s value. Key: %s"
                .formatted(key.type() == Value.Type.S ? "string" : "binary", key.name()));
      }
    }
  }

  private static void collect(Condition condition, Map<String, Part> parts) {
    switch (condition) {
      case Condition.And and -> {
        collect(and.left(), parts);
        collect(and.right(), parts);
      }
      case Condition.Compare c -> {
        if (c.comparator() == Condition.Comparator.NE) {
          throw operator("<>");
        }
        boolean turned = c.right() instanceof Operand.Attribute;
        if (turned && c.left() instanceof Operand.Attribute) {
          throw wrong("Multiple attribute names used in one condition");
        }
        Condition.Compare straight =
            turned ? new Condition.Compare(c.right(), c.comparator().turned(), c.left()) : c;
        Value value = constant(straight.right());
        add(
            parts,
            straight.left(),
            new Part(
                straight,
                c.comparator() == Condition.Comparator.EQ ? Optional.of(value) : Optional.empty(),
                List.of(value)));
      }
      case Condition.Between c -> {
        requireFirst("BETWEEN", c.operand());
        add(
            parts,
            c.operand(),
            new Part(c, Optional.empty(), List.of(constant(c.low()), constant(c.high()))));
      }
      case Condition.BeginsWith c -> {
        requireFirst("begins_with", c.operand());
        add(parts, c.operand(), new Part(c, Optional.empty(), List.of(constant(c.start()))));
      }
      case Condition.Or c -> throw operator("OR");
      case Condition.Not c -> throw operator("NOT");
      case Condition.In c -> throw operator("IN");
      case Condition.Exists c ->
          throw operator(c.wanted() ? "attribute_exists" : "attribute_not_exists");
      case Condition.HasType c -> throw operator("attribute_type");
      case Condition.Contains c -> throw operator("contains");
    }
  }

  private static void add(Map<String, Part> parts, Operand operand, Part part) {
    if (operand instanceof Operand.Size) {
      throw Refusal.invalid("KeyConditionExpressions cannot contain nested operations");
    }
    if (!(operand instanceof Operand.Attribute attribute)) {
      throw wrong("No key attribute specified");
    }
    if (attribute.path().isNested()) {
      throw Refusal.invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    if (parts.put(attribute.path().head(), part) != null) {
      throw Refusal.invalid("KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static Value constant(Operand operand) {
    return switch (operand) {
      case Operand.Constant constant -> constant.value();
      case Operand.Attribute attribute ->
          throw wrong("Multiple attribute names used in one condition");
      default -> throw Refusal.invalid("KeyConditionExpressions cannot contain nested operations");
    };
  }

  private static void requireFirst(String operator, Operand operand) {
    if (!(operand instanceof Operand.Attribute)) {
      throw wrong(operator + " operator must have the key attribute as its first operand");
    }
  }

  private static Refusal operator(String name) {
    return Refusal.invalid("Invalid operator used in KeyConditionExpression: " + name);
  }

  private static Refusal wrong(String words) {
    return Refusal.invalid("Invalid condition in KeyConditionExpression: " + words);
  }
}
