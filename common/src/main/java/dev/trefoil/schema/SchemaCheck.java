package dev.trefoil.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.SchemaNotFoundException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks what models write against JSON Schemas, whose authors may write what they like into them:
 * with bounded work, whatever the schema says. {@link SchemaSize} has bounded its size and depth
 * already.
 */
public final class SchemaCheck {
  static final int MOST_VALUES = 100_000;
  static final int DEEPEST_VALUE = 100;
  private static final int MOST_DIGITS = 400;
  private static final int MOST_MISTAKES = 8;
  private static final int LONGEST_MISTAKE = 200;

  /** What the library says of a member that a schema has no place for. */
  private static final String NEVER = "False schema always fails";

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
  public static Optional<String> whyNot(String schema) {
    return check(schema, "null", true) instanceof Found.Impossible(String why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /** Why the answer does not hold to the schema; empty where it does. */
  public static Optional<String> objection(String schema, String answer) {
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

  /** What is known of a text and a schema. */
  public enum Finding {
    HOLDS,
    /** A schema that cannot be checked, such as one that costs too much to follow. */
    UNCHECKED,
    FAILS
  }

  /** Whether a text is JSON that holds to the schema. */
  public static Finding finding(String schema, String text) {
    if (tooLarge(text).isPresent()) {
      return Finding.FAILS;
    }
    return switch (check(schema, text, false)) {
      case Found.Valid valid -> Finding.HOLDS;
      case Found.Invalid invalid -> Finding.FAILS;
      case Found.Impossible impossible -> Finding.UNCHECKED;
    };
  }

  /**
   * What is wrong with a text, place by place, for who wrote it: it may hold what the text and the
   * schema do. Empty where it holds to the schema, or the schema cannot be checked.
   */
  public static Optional<String> mistakes(String schema, String text) {
    Optional<String> tooLarge = tooLarge(text);
    if (tooLarge.isPresent()) {
      return tooLarge;
    }
    return check(schema, text, false) instanceof Found.Invalid(List<Error> errors)
        ? Optional.of(
            errors.stream()
                .limit(MOST_MISTAKES)
                .map(SchemaCheck::mistake)
                .collect(Collectors.joining("; ")))
        : Optional.empty();
  }

  private static String mistake(Error error) {
    String place = error.getInstanceLocation();
    String said = error.getError() == null ? "does not hold to its schema" : error.getError();
    String whole =
        (place.isEmpty() ? "" : place + ": ")
            + (said.equals(NEVER) ? "there must be no such member" : said);
    return whole.length() <= LONGEST_MISTAKE ? whole : whole.substring(0, LONGEST_MISTAKE) + "…";
  }

  private sealed interface Found {
    record Valid() implements Found {}

    record Invalid(List<Error> errors) implements Found {}

    record Impossible(String why) implements Found {}
  }

  private static Found check(String schema, String value, boolean rehearsing) {
    try {
      Validator.Result result =
          new ValidatorFactory()
              .withJsonNodeFactory(new GsonNode.Factory())
              .withDisabledSchemaValidation(true)
              .withEvaluatorFactory(new BoundedKeywords(rehearsing))
              .validate(CheckableSchema.of(schema), value);
      return result.isValid() ? new Found.Valid() : new Found.Invalid(result.getErrors());
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
