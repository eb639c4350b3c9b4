// Which JSON each field of a request takes: what the service checks before all else.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Refuses by SerializationException, in the words that the service uses (as recorded in the tests
 * of dynalite, which ran against it). A field that it does not know the service passes over.
 */
final class WireForm {
  private static final Set<String> TEXTS =
      Set.of(
          "TableName",
          "IndexName",
          "ConditionExpression",
          "UpdateExpression",
          "KeyConditionExpression",
          "FilterExpression",
          "ProjectionExpression",
          "ReturnValues",
          "ReturnValuesOnConditionCheckFailure",
          "ReturnConsumedCapacity",
          "ReturnItemCollectionMetrics",
          "Select",
          "BillingMode",
          "ExclusiveStartTableName");
  private static final Set<String> WHOLES = Set.of("Limit", "Segment", "TotalSegments");
  private static final Set<String> FLAGS =
      Set.of("ConsistentRead", "ScanIndexForward", "DeletionProtectionEnabled");
  private static final Set<String> VALUES =
      Set.of("Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey");
  private static final Map<String, Consumer<JsonNode>> MEMBERS =
      Map.of(
          "S",
          WireForm::text,
          "N",
          WireForm::text,
          "B",
          WireForm::blob,
          "BOOL",
          WireForm::flag,
          "NULL",
          WireForm::flag,
          "SS",
          json -> list(json, WireForm::text),
          "NS",
          json -> list(json, WireForm::text),
          "BS",
          json -> list(json, WireForm::blob),
          "L",
          json -> list(json, WireForm::value),
          "M",
          json -> map(json, "AttributeValue", WireForm::value));

  private WireForm() {}

  /** Checks every field that any operation knows. */
  static void check(JsonNode request) {
    if (!request.isObject()) {
      throw Refusal.unreadable("Unexpected value type in payload");
    }
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      JsonNode json = field.getValue();
      String name = field.getKey();
      if (json.isNull()) {
        continue;
      }
      if (TEXTS.contains(name)) {
        text(json);
      } else if (WHOLES.contains(name)) {
        whole(json);
      } else if (FLAGS.contains(name)) {
        flag(json);
      } else if (VALUES.contains(name)) {
        map(json, "AttributeValue", WireForm::value);
      } else if (name.equals("ExpressionAttributeNames")) {
        map(json, "java.lang.String", WireForm::text);
      } else if (name.equals("AttributeDefinitions") || name.equals("KeySchema")) {
        list(json, WireForm::texts);
      } else if (name.equals("TimeToLiveSpecification")) {
        specification(json);
      }
    }
  }

  /** A truth as the service reads it: also from a few words. */
  static boolean truth(JsonNode json) {
    return json.isBoolean()
        ? json.booleanValue()
        : Set.of("true", "1", "yes").contains(json.textValue().toLowerCase(Locale.ROOT));
  }

  private static void specification(JsonNode json) {
    requireStructure(json);
    if (json.hasNonNull("AttributeName")) {
      text(json.get("AttributeName"));
    }
    if (json.hasNonNull("Enabled")) {
      flag(json.get("Enabled"));
    }
  }

  private static void texts(JsonNode json) {
    requireStructure(json);
    json.forEach(WireForm::text);
  }

  private static void requireStructure(JsonNode json) {
    if (json.isArray()) {
      throw Refusal.unreadable("Unrecognized collection type class java.lang.Object");
    }
    if (!json.isObject()) {
      throw Refusal.unreadable("Unexpected field type");
    }
  }

  private static void value(JsonNode json) {
    if (json.isArray()) {
      throw Refusal.unreadable(
          "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue");
    }
    if (!json.isObject()) {
      throw Refusal.unreadable("Unexpected value type in payload");
    }
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      Consumer<JsonNode> check = MEMBERS.get(member.getKey());
      if (check != null && !member.getValue().isNull()) {
        check.accept(member.getValue());
      }
    }
  }

  private static void text(JsonNode json) {
    if (!json.isTextual()) {
      requireScalar(json, "java.lang.String");
      throw Refusal.unreadable(token(json) + " cannot be converted to String");
    }
  }

  private static void whole(JsonNode json) {
    if (!json.isNumber()) {
      requireScalar(json, "java.lang.Integer");
      throw Refusal.unreadable(token(json) + " cannot be converted to Integer");
    }
  }

  private static void flag(JsonNode json) {
    if (json.isTextual()) {
      String text = json.textValue().toLowerCase(Locale.ROOT);
      if (!Set.of("true", "1", "yes", "false", "0", "no").contains(text)) {
        throw Refusal.unreadable("Unexpected token received from parser");
      }
    } else if (!json.isBoolean()) {
      requireScalar(json, "java.lang.Boolean");
      throw Refusal.unreadable(token(json) + " cannot be converted to Boolean");
    }
  }

  private static void blob(JsonNode json) {
    requireScalar(json, "java.nio.ByteBuffer");
    if (!json.isTextual()) {
      throw Refusal.unreadable("only base-64-encoded strings are convertible to bytes");
    }
    String text = json.textValue();
    if (text.length() % 4 != 0) {
      throw Refusal.unreadable(
          "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
    }
    try {
      if (!Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)).equals(text)) {
        throw Refusal.unreadable("Invalid last non-pad Base64 character dectected");
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.unreadable("Invalid base64 character");
    }
  }

  private static void list(JsonNode json, Consumer<JsonNode> member) {
    if (json.isObject()) {
      throw Refusal.unreadable("Start of structure or map found where not expected");
    }
    if (!json.isArray()) {
      throw Refusal.unreadable("Unexpected field type");
    }
    json.forEach(member);
  }

  private static void map(JsonNode json, String of, Consumer<JsonNode> member) {
    if (json.isArray()) {
      throw Refusal.unreadable(
          "Unrecognized collection type java.util.Map<java.lang.String, %s>"
              .formatted(of.contains(".") ? of : "com.amazonaws.dynamodb.v20120810." + of));
    }
    if (!json.isObject()) {
      throw Refusal.unreadable("Unexpected field type");
    }
    json.forEach(member);
  }

  private static void requireScalar(JsonNode json, String type) {
    if (json.isArray()) {
      throw Refusal.unreadable("Unrecognized collection type class " + type);
    }
    if (json.isObject()) {
      throw Refusal.unreadable("Start of structure or map found where not expected");
    }
  }

  private static String token(JsonNode json) {
    if (json.isBoolean()) {
      return json.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
    }
    return json.isTextual()
        ? "STRING_VALUE"
        : json.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  }
}
