package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.trefoil.emulators.model.SmallestInstance;
import dev.trefoil.json.Json;
import dev.trefoil.schema.RandomSchemas.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of a thousand schemas, in every form: a value that holds to one holds to it when it is back. */
class WayThereAndBackTest {
  private static final int SAMPLES = 1_000;
  private static final long SEED = 20_261_130;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Form> FORMS =
      new TreeMap<>(
          Map.of(
              "claude", Form.CLAUDE,
              "claude, held", Form.CLAUDE_HELD,
              "nova", Form.NOVA,
              "openai", Form.OPENAI,
              "openai, held", Form.OPENAI_HELD,
              "gemini", Form.GEMINI));

  @Test
  void aValueThatHoldsToASchemaHoldsToItsFormsAndIsTheSameWhenItIsBack() throws IOException {
    Map<String, Integer> taken = new TreeMap<>();
    Map<String, Integer> made = new TreeMap<>();
    for (int i = 0; i < SAMPLES; i++) {
      Sample sample = RandomSchemas.of(SEED + i);
      String schema = sample.schema().toString();
      String value = sample.value().toString();
      assertThat(isValid(CheckableSchema.of(schema), value))
          .as("seed %d: %s holds to %s", SEED + i, value, schema)
          .isTrue();
      for (Map.Entry<String, Form> form : FORMS.entrySet()) {
        for (boolean tool : new boolean[] {true, false}) {
          Normalized fitted = Fitting.of(schema, Json.readWhole(schema), form.getValue(), tool);
          String what =
              "seed %d, %s, %s: %s as %s"
                  .formatted(SEED + i, form.getKey(), tool, schema, fitted.schema());
          if (fitted.refusal().isPresent()) {
            assertThat(form.getValue().held()).as(what + fitted.refusal().get()).isTrue();
            continue;
          }
          taken.merge(form.getKey(), 1, Integer::sum);
          thereAndBack(fitted, value, what);
          if (fitted.exact() && form.getValue().held()) {
            made.merge(form.getKey(), made(fitted, schema, what), Integer::sum);
          }
          assertThat(Fitting.of(schema, Json.readWhole(schema), form.getValue(), tool))
              .as("the same again: " + what)
              .isEqualTo(fitted);
        }
      }
    }
    assertThat(taken).as("all forms were met often").hasSize(6);
    assertThat(taken.values()).allSatisfy(count -> assertThat(count).isGreaterThan(100));
    assertThat(made).as("answers were made up for both forms").hasSize(2);
    assertThat(made.values()).allSatisfy(count -> assertThat(count).isGreaterThan(100));
  }

  private static void thereAndBack(Normalized fitted, String value, String what)
      throws JsonProcessingException {
    String there = ValueRewriter.rewrite(value, fitted.renaming().toService());
    if (fitted.renaming().wrapped()) {
      there = "{\"answer\":" + there + "}";
    }
    Set<String> nullable = fitted.renaming().nullable();
    if (nullable.isEmpty()) { // Else it would have to have more members.
      assertThat(isValid(fitted.schema(), there)).as(there + " holds, " + what).isTrue();
    }
    assertThat(tree(back(fitted, there))).as(what).isEqualTo(without(tree(value), nullable));
  }

  private static JsonNode without(JsonNode value, Set<String> nullable) {
    if (value instanceof ObjectNode object) {
      nullable.stream().filter(name -> object.path(name).isNull()).forEach(object::remove);
    }
    value.forEach(part -> without(part, nullable));
    return value;
  }

  /**
   * What a service that holds to the form may answer with holds to the caller's schema; with every
   * member that may be missing, and with none.
   */
  private static int made(Normalized fitted, String schema, String what) throws IOException {
    JsonNode full = SmallestInstance.of(JSON.readTree(fitted.schema()), "a");
    JsonNode empty = empty(full.deepCopy(), fitted.renaming().nullable());
    int made = 0;
    for (JsonNode answer : List.of(full, empty)) {
      // Words and numbers that are made up match few patterns and bounds, and a name may be
      // another's.
      if (isValid(fitted.schema(), answer.toString())) {
        String value = back(fitted, answer.toString());
        assertThat(isValid(CheckableSchema.of(schema), value)).as(value + ", " + what).isTrue();
        made++;
      }
    }
    return made;
  }

  private static JsonNode empty(JsonNode value, Set<String> nullable) {
    if (value instanceof ObjectNode object) {
      nullable.stream().filter(object::has).forEach(object::putNull);
    }
    value.forEach(part -> empty(part, nullable));
    return value;
  }

  private static String back(Normalized fitted, String text) {
    ValueRewriter rewriter = ValueRewriter.toCaller(fitted.renaming());
    StringBuilder back = new StringBuilder();
    for (int at = 0; at < text.length(); at += 3) {
      back.append(rewriter.take(text.substring(at, Math.min(text.length(), at + 3))));
    }
    return back.append(rewriter.end()).toString();
  }

  private static JsonNode tree(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private static boolean isValid(String schema, String value) {
    // The library reads a draft's own rules from "$schema"; a form is one of 2020-12.
    String today =
        schema.replace(
            "\"$schema\":\"http://json-schema.org/draft-07/schema#\"", "\"$comment\":\"\"");
    return new ValidatorFactory()
        .withJsonNodeFactory(new GsonNode.Factory())
        .withDisabledSchemaValidation(true)
        .validate(today, value)
        .isValid();
  }
}
