package dev.trefoil.provider.vertex;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.Set;

/**
 * Writes down the order of a schema's properties, in which OpenAI's models fill them: a protobuf
 * map has none on its way. By the member {@code propertyOrdering} that
 * GenerationConfig.responseJsonSchema knows beside JSON Schema's own.
 */
final class PropertyOrder {
  private static final String ORDER = "propertyOrdering";

  /** Members of a schema whose value maps names to schemas. */
  private static final Set<String> MAPS = Set.of("properties", "$defs", "definitions");

  /** Members of a schema whose value is a schema or a list of schemas. */
  private static final Set<String> SCHEMAS =
      Set.of("items", "prefixItems", "additionalProperties", "anyOf", "oneOf", "allOf");

  private PropertyOrder() {}

  static Struct in(Struct schema) {
    Struct.Builder ordered = Struct.newBuilder();
    for (Map.Entry<String, Value> member : schema.getFieldsMap().entrySet()) {
      ordered.putFields(member.getKey(), member(member.getKey(), member.getValue()));
    }
    Struct properties =
        schema.getFieldsOrDefault("properties", Value.getDefaultInstance()).getStructValue();
    if (properties.getFieldsCount() > 1 && !schema.containsFields(ORDER)) {
      ListValue.Builder names = ListValue.newBuilder();
      properties.getFieldsMap().keySet().forEach(n -> names.addValuesBuilder().setStringValue(n));
      ordered.putFields(ORDER, Value.newBuilder().setListValue(names).build());
    }
    return ordered.build();
  }

  private static Value member(String name, Value value) {
    if (MAPS.contains(name) && value.hasStructValue()) {
      Struct.Builder map = Struct.newBuilder();
      value
          .getStructValue()
          .getFieldsMap()
          .forEach((key, item) -> map.putFields(key, schema(item)));
      return Value.newBuilder().setStructValue(map).build();
    }
    if (SCHEMAS.contains(name) && value.hasListValue()) {
      ListValue.Builder list = ListValue.newBuilder();
      value.getListValue().getValuesList().forEach(item -> list.addValues(schema(item)));
      return Value.newBuilder().setListValue(list).build();
    }
    return SCHEMAS.contains(name) ? schema(value) : value;
  }

  private static Value schema(Value value) {
    return value.hasStructValue()
        ? Value.newBuilder().setStructValue(in(value.getStructValue())).build()
        : value;
  }
}
