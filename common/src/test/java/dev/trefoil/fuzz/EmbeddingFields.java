package dev.trefoil.fuzz;

import static dev.trefoil.fuzz.Field.field;
import static dev.trefoil.fuzz.Field.quoted;
import static dev.trefoil.fuzz.Field.required;

import java.util.Collections;
import java.util.List;

/** What may stand in an embeddings request, as OpenAI's reference has it. */
final class EmbeddingFields {
  private static final int TOO_MANY = 2_049;

  static final FieldTable TABLE =
      new FieldTable(
          List.of(
              required("model", "S", "''", "' '", "'a\\nb'", quoted("m".repeat(513))),
              required(
                  "input",
                  "SL",
                  "''",
                  "' '",
                  "[]",
                  "['']",
                  "['a',' ']",
                  "[null]",
                  "[{}]",
                  "[true]",
                  "[[]]",
                  "[[1],[]]",
                  "[['a']]",
                  "[[[1]]]",
                  "['a',1]",
                  "[1,'a']",
                  "[1,[1]]",
                  "[1.5]",
                  "[-1]",
                  "[2147483648]",
                  "[1e400]",
                  listOf("'a'", TOO_MANY),
                  listOf("[1]", TOO_MANY)),
              // A number there makes another request of it, which may be a right one.
              required("input[*]", "SLI", "''", "' '", "[]", "['a']", "[1.5]", "[null]"),
              required("input[*][*]", "I", "-1", "2147483648", "1e30"),
              field("dimensions", "I", "0", "-1", "1.5", "65537", "2147483648", "1e30"),
              field("encoding_format", "S", "''", "'int8'", "'FLOAT'"),
              field("user", "S")));

  private EmbeddingFields() {}

  private static String listOf(String item, int times) {
    return "[" + String.join(",", Collections.nCopies(times, item)) + "]";
  }
}
