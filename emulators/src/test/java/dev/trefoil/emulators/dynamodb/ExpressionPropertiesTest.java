package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Json;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Expressions made at random do what a plain model of them says; a seed repeats a failure. */
class ExpressionPropertiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RUNS = 5_000;
  private static final DynamoDbEmulator EMULATOR =
      DynamoDbEmulator.start(Clients.KEYRING, Clock.systemUTC());

  @BeforeAll
  static void makeTable() {
    EMULATOR.call(
        "CreateTable",
        Json.of(
            "{'TableName':'table','BillingMode':'PAY_PER_REQUEST',"
                + "'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}],"
                + "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}]}"));
  }

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  private static ObjectNode request() {
    return Json.of("{'TableName':'table','Key':{'id':{'S':'one'}}}");
  }

  private static void put(ObjectNode attributes) {
    ObjectNode request = JSON.createObjectNode().put("TableName", "table");
    request.set("Item", attributes.deepCopy().set("id", Json.of("{'S':'one'}")));
    EMULATOR.call("PutItem", request);
  }

  /** What the emulator refuses with; empty when it serves. */
  private static String refusal(ObjectNode request) {
    try {
      EMULATOR.call("UpdateItem", request);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static void setUnlessEmpty(ObjectNode request, String field, ObjectNode map) {
    if (!map.isEmpty()) {
      request.set(field, map);
    }
  }

  @Test
  void conditionsHoldWhereTheModelSaysSo() {
    int held = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      ValueGenerator values = new ValueGenerator(random);
      ObjectNode item = values.item();
      put(item);
      ConditionGenerator generator = new ConditionGenerator(random, values);
      ConditionGenerator.Made made = generator.next();
      ObjectNode request = request().put("ConditionExpression", made.text());
      setUnlessEmpty(request, "ExpressionAttributeNames", generator.names());
      setUnlessEmpty(request, "ExpressionAttributeValues", generator.constants());
      boolean expected = made.model().test(item);
      String refusal = refusal(request);
      assertThat(refusal)
          .as("seed %d: %s of %s", seed, request, item)
          .contains(expected ? "" : "ConditionalCheckFailedException")
          .doesNotContain("ValidationException");
      assertThat(refusal.isEmpty())
          .as("seed %d: %s of %s", seed, request, item)
          .isEqualTo(expected);
      held += expected ? 1 : 0;
    }
    // Neither answer is rare.
    assertThat(held).isBetween(RUNS / 5, RUNS * 4 / 5);
  }

  @Test
  void updatesDoWhatTheModelSays() {
    int served = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      ValueGenerator values = new ValueGenerator(random);
      ObjectNode item = values.item();
      put(item);
      RandomUpdate update = new RandomUpdate(random, values, item);
      ObjectNode request = request().put("UpdateExpression", update.text());
      setUnlessEmpty(request, "ExpressionAttributeValues", update.constants);
      String refusal = refusal(request);
      String as = "seed %d: %s of %s".formatted(seed, request, item);
      if (update.result.isPresent()) {
        assertThat(refusal).as(as).isEmpty();
        served++;
      } else {
        assertThat(refusal).as(as).contains("ValidationException");
      }
      JsonNode now = EMULATOR.call("GetItem", request()).path("Item");
      ((ObjectNode) now).remove("id");
      assertThat(ItemModel.equal(map(now), map(update.result.orElse(item))))
          .as(as + " became " + now)
          .isTrue();
    }
    assertThat(served).isBetween(RUNS / 5, RUNS * 4 / 5);
  }

  private static JsonNode map(JsonNode attributes) {
    return ItemModel.of("M", attributes);
  }

  /** Actions on attributes of their own, with what they make of the item, or that they cannot. */
  private static final class RandomUpdate {
    private final Random random;
    private final ValueGenerator values;
    private final ObjectNode before;
    private final ObjectNode constants = JSON.createObjectNode();
    private final List<List<String>> sections =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private Optional<ObjectNode> result;

    RandomUpdate(Random random, ValueGenerator values, ObjectNode item) {
      this.random = random;
      this.values = values;
      this.before = item;
      this.result = Optional.of(item.deepCopy());
      List<String> names = new ArrayList<>(ValueGenerator.NAMES);
      Collections.shuffle(names, random);
      for (String name : names.subList(0, 1 + random.nextInt(2))) {
        switch (random.nextInt(6)) {
          case 0 -> remove(name);
          case 1 -> add(name);
          case 2 -> delete(name);
          default -> set(name);
        }
      }
    }

    String text() {
      List<String> parts = new ArrayList<>();
      List<String> keywords = List.of("SET ", "REMOVE ", "add ", "DELETE ");
      for (int i = 0; i < keywords.size(); i++) {
        if (!sections.get(i).isEmpty()) {
          parts.add(keywords.get(i) + String.join(", ", sections.get(i)));
        }
      }
      Collections.shuffle(parts, random);
      return String.join(" ", parts);
    }

    private String constant(JsonNode value) {
      String name = ":v" + constants.size();
      constants.set(name, value);
      return name;
    }

    private void make(String name, Optional<JsonNode> value) {
      if (value.isEmpty()) {
        result = Optional.empty();
      }
      result.ifPresent(item -> item.set(name, value.get()));
    }

    private Optional<JsonNode> old(String name) {
      return Optional.ofNullable(before.get(name));
    }

    private void set(String name) {
      String other = ValueGenerator.NAMES.get(random.nextInt(ValueGenerator.NAMES.size()));
      switch (random.nextInt(5)) {
        case 0 -> {
          sections.get(0).add(name + " = " + other);
          make(name, old(other));
        }
        case 1 -> {
          JsonNode number = values.ofType("N");
          boolean minus = random.nextBoolean();
          sections.get(0).add(name + "=" + other + (minus ? "-" : " + ") + constant(number));
          make(
              name,
              old(other)
                  .filter(value -> value.has("N"))
                  .map(value -> sum(value, number, minus ? -1 : 1)));
        }
        case 2 -> {
          JsonNode value = values.any(1);
          sections.get(0).add(name + " = if_not_exists(" + other + ", " + constant(value) + ")");
          make(name, Optional.of(old(other).orElse(value)));
        }
        case 3 -> {
          JsonNode list = values.ofType("L");
          sections.get(0).add(name + " = list_append(" + other + ", " + constant(list) + ")");
          make(
              name,
              old(other)
                  .filter(value -> value.has("L"))
                  .map(
                      value -> {
                        ArrayNode all = value.get("L").deepCopy();
                        all.addAll((ArrayNode) list.get("L"));
                        return ItemModel.of("L", all);
                      }));
        }
        default -> {
          JsonNode value = values.any(1);
          sections.get(0).add(name + " = (" + constant(value) + ")");
          make(name, Optional.of(value));
        }
      }
    }

    private void remove(String name) {
      sections.get(1).add(name);
      result.ifPresent(item -> item.remove(name));
    }

    private void add(String name) {
      String type = List.of("N", "N", "SS", "NS").get(random.nextInt(4));
      JsonNode value = values.ofType(type);
      sections.get(2).add(name + " " + constant(value));
      Optional<JsonNode> old = old(name);
      if (old.isEmpty()) {
        make(name, Optional.of(value));
      } else {
        make(
            name,
            old.filter(v -> v.has(type))
                .map(v -> type.equals("N") ? sum(v, value, 1) : merged(v, value, type)));
      }
    }

    private void delete(String name) {
      String type = random.nextBoolean() ? "SS" : "NS";
      JsonNode value = values.ofType(type);
      sections.get(3).add(name + " " + constant(value));
      Optional<JsonNode> old = old(name);
      if (old.isPresent()) {
        ArrayNode left = JSON.createArrayNode();
        String member = type.substring(0, 1);
        for (JsonNode one : old.get().path(type)) {
          if (!ItemModel.holds(value.get(type), one, member)) {
            left.add(one);
          }
        }
        if (left.isEmpty() && old.get().has(type)) {
          result.ifPresent(item -> item.remove(name));
        } else {
          make(name, old.filter(v -> v.has(type)).map(v -> ItemModel.of(type, left)));
        }
      }
    }

    private static JsonNode merged(JsonNode a, JsonNode b, String type) {
      ArrayNode all = a.get(type).deepCopy();
      for (JsonNode one : b.get(type)) {
        if (!ItemModel.holds(all, one, type.substring(0, 1))) {
          all.add(one);
        }
      }
      return ItemModel.of(type, all);
    }

    private static JsonNode sum(JsonNode a, JsonNode b, int sign) {
      BigDecimal sum =
          new BigDecimal(a.get("N").asText())
              .add(new BigDecimal(b.get("N").asText()).multiply(BigDecimal.valueOf(sign)));
      return JSON.createObjectNode().put("N", sum.toPlainString());
    }
  }
}
