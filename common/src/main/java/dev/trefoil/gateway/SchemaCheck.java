package dev.trefoil.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.harrel.jsonschema.SchemaNotFoundException;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.schema.CheckableSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Checks answers against the JSON Schemas of callers, who may write what they like into them: with
 * bounded work, whatever the schema says. The front door has bounded its size and depth already.
 */
final class SchemaCheck {
  static final int MOST_VALUES = 100_000;
  static final int DEEPEST_VALUE = 100;
  private static final int MOST_DIGITS = 400;

  /** The library writes down each value's path, name after name. */
  private static final long MOST_IN_PATHS = 16L << 20;

  private static final JsonFactory ANSWERS =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST_VALUE).build())
          .build();

  private SchemaCheck() {}

  /** Why no answer can be checked against the schema; empty where answers can. */
  static Optional<String> whyNot(String schema) {
    return check(schema, "null", true) instanceof Found.Impossible(String why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /** Why the answer does not hold to the schema; empty where it does. */
  static Optional<String> objection(String schema, String answer) {
    Optional<String> tooLarge = tooLarge(answer);
    if (tooLarge.isPresent()) {
      return tooLarge;
    }
    return switch (check(schema, answer, false)) {
      case Found.Valid valid -> Optional.empty();
      case Found.Invalid invalid -> Optional.of("not in the form that was asked for");
      case Found.Impossible(String why) -> Optional.of("cannot be checked: " + why);
    };
  }

  /** Whether a text is JSON that holds to the schema. */
  static SchemaFinding finding(String schema, String text) {
    if (tooLarge(text).isPresent()) {
      return SchemaFinding.FAILED;
    }
    return switch (check(schema, text, false)) {
      case Found.Valid valid -> SchemaFinding.PASSED;
      case Found.Invalid invalid -> SchemaFinding.FAILED;
      case Found.Impossible impossible -> SchemaFinding.UNCHECKED;
    };
  }

  private sealed interface Found {
    record Valid() implements Found {}

    record Invalid() implements Found {}

    record Impossible(String why) implements Found {}
  }

  private static Found check(String schema, String value, boolean rehearsing) {
    try {
      boolean valid =
          new ValidatorFactory()
              .withJsonNodeFactory(new GsonNode.Factory())
              .withDisabledSchemaValidation(true)
              .withEvaluatorFactory(new BoundedKeywords(rehearsing))
              .validate(CheckableSchema.of(schema), value)
              .isValid();
      return valid ? new Found.Valid() : new Found.Invalid();
    } catch (IOException e) {
      return new Found.Impossible("it is not a JSON Schema (" + e.getClass().getSimpleName() + ")");
    } catch (Effort.ExhaustedException e) {
      return new Found.Impossible(e.getMessage());
    } catch (SchemaNotFoundException e) {
      return new Found.Impossible("a reference in it leads to no schema");
    } catch (RuntimeException e) {
      // By the library's whims: addresses that are none, keywords of the wrong type.
      return new Found.Impossible("it is not a JSON Schema (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Walks the text without building anything of it. */
  private static Optional<String> tooLarge(String answer) {
    try (JsonParser parser = ANSWERS.createParser(answer)) {
      long[] path = new long[DEEPEST_VALUE + 1];
      int depth = 0;
      int values = 0;
      long paths = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          path[depth] = path[depth - 1] + parser.currentName().length();
        } else if (token.isStructEnd()) {
          depth--;
        } else {
          paths += path[depth] + depth;
          if (++values > MOST_VALUES || paths > MOST_IN_PATHS) {
            return Optional.of("not to be checked: more than " + MOST_VALUES + " values");
          }
          if (token.isNumeric() && !isPlain(new BigDecimal(parser.getText()))) {
            return Optional.of(
                "not to be checked: a number of more than " + MOST_DIGITS + " digits");
          }
          if (token.isStructStart()) {
            path[depth + 1] = path[depth];
            depth++;
          }
        }
      }
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.of("not to be checked: not JSON of at most " + DEEPEST_VALUE + " levels");
    }
  }

  /** Arithmetic on others takes as long as their exponent is large. */
  private static boolean isPlain(BigDecimal number) {
    return number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS;
  }
}
