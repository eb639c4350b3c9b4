package dev.trefoil.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The library's keywords, each of which spends effort, with patterns that match in linear time. A
 * pattern that cannot be matched so asks for nothing.
 */
final class BoundedKeywords implements EvaluatorFactory {
  /** Of what is done without a keyword of its own. */
  private static final int CHARACTERS_IN_A_STEP = 64;

  private static final int COMPARISONS_IN_A_STEP = 256;
  private static final int NOTES_IN_A_STEP = 16;

  /** The library walks values as if they were schemas. */
  private static final Pattern WITHIN_A_VALUE = Pattern.compile("/(const|enum|default|examples?)/");

  private static final Evaluator NOTHING = (context, node) -> Evaluator.Result.success();

  private final Effort effort = new Effort();
  private final List<Evaluator> references = new ArrayList<>();
  private boolean rehearsing;

  /**
   * @param rehearsing whether every reference is followed once, to find those that lead nowhere or
   *     in a circle
   */
  BoundedKeywords(boolean rehearsing) {
    this.rehearsing = rehearsing;
  }

  @Override
  public Optional<Evaluator> create(SchemaParsingContext schema, String keyword, JsonNode value) {
    Optional<Evaluator> evaluator =
        switch (keyword) {
          case "pattern" -> Optional.of(value.isString() ? pattern(value) : NOTHING);
          case "patternProperties" ->
              Optional.of(value.isObject() ? patternProperties(schema, value) : NOTHING);
          default -> schema.getDialect().getEvaluatorFactory().create(schema, keyword, value);
        };
    Optional<Evaluator> counted =
        evaluator.map(of -> new Counted(of, keyword, value.getJsonPointer().length()));
    if (keyword.equals("$ref")
        && value.isString()
        && !WITHIN_A_VALUE.matcher(value.getJsonPointer()).find()) {
      references.add(
          (context, node) ->
              context.resolveRefAndValidate(target(schema, value.asString()), node)
                  ? Evaluator.Result.success()
                  : Evaluator.Result.failure());
    }
    return counted;
  }

  /** The library's own keyword takes a reference that leads nowhere for a wrong answer. */
  private static String target(SchemaParsingContext schema, String reference) {
    int fragment = (reference + "#").indexOf('#');
    String address = reference.substring(0, fragment);
    URI base = schema.getParentUri();
    return (address.isEmpty() ? base : base.resolve(address))
        + URLDecoder.decode(reference.substring(fragment).replace("+", "%2B"), UTF_8);
  }

  private Evaluator pattern(JsonNode value) {
    return LinearPattern.of(value.asString())
        .<Evaluator>map(
            pattern ->
                (context, node) ->
                    !node.isString() || pattern.isIn(node.asString(), effort)
                        ? Evaluator.Result.success()
                        : Evaluator.Result.failure(
                            "does not match the pattern " + value.asString()))
        .orElse(NOTHING);
  }

  /** A pattern of names that cannot be matched stands for all names, and for any value. */
  private Evaluator patternProperties(SchemaParsingContext schema, JsonNode value) {
    record Named(Optional<LinearPattern> names, String schema) {}
    List<Named> all =
        value.asObject().entrySet().stream()
            .map(e -> new Named(LinearPattern.of(e.getKey()), schema.getAbsoluteUri(e.getValue())))
            .toList();
    return (context, node) -> {
      if (!node.isObject()) {
        return Evaluator.Result.success();
      }
      boolean valid = true;
      Set<String> seen = new HashSet<>();
      for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
        for (Named named : all) {
          if (named.names().isEmpty()) {
            seen.add(member.getKey());
          } else if (named.names().get().isIn(member.getKey(), effort)) {
            seen.add(member.getKey());
            valid &= context.resolveInternalRefAndValidate(named.schema(), member.getValue());
          }
        }
      }
      return valid ? Evaluator.Result.success(Set.copyOf(seen)) : Evaluator.Result.failure();
    };
  }

  /** A keyword that spends effort by what it looks at. */
  private final class Counted implements Evaluator {
    private final Evaluator of;
    private final String keyword;
    private final int path;

    Counted(Evaluator of, String keyword, int path) {
      this.of = of;
      this.keyword = keyword;
      this.path = path;
    }

    @Override
    public Result evaluate(EvaluationContext context, JsonNode node) {
      effort.enter();
      try {
        // The library writes down the way to each keyword, which every reference makes longer.
        effort.spend(1 + breadth(node) + (long) effort.depth() * path / CHARACTERS_IN_A_STEP);
        switch (keyword) {
          case "const", "enum" -> compare(node);
          case "uniqueItems" -> {
            compare(node);
            long items = node.isArray() ? node.asArray().size() : 0;
            effort.spend(items * items / COMPARISONS_IN_A_STEP);
          }
          case "unevaluatedItems", "unevaluatedProperties" ->
              effort.spend(effort.spent() / NOTES_IN_A_STEP);
          default -> {
            // Looks at no more than the value's own members.
          }
        }
        followAll(context, node);
        return of.evaluate(context, node);
      } finally {
        effort.leave();
      }
    }

    private void followAll(EvaluationContext context, JsonNode node) {
      if (rehearsing) {
        rehearsing = false;
        references.forEach(reference -> reference.evaluate(context, node));
      }
    }

    private long breadth(JsonNode node) {
      if (node.isString()) {
        return node.asString().length() / CHARACTERS_IN_A_STEP;
      }
      return node.isArray() ? node.asArray().size() : node.isObject() ? node.asObject().size() : 0;
    }

    /** Values are compared to their last member. */
    private void compare(JsonNode node) {
      effort.spend(1 + breadth(node));
      if (node.isArray()) {
        node.asArray().forEach(this::compare);
      } else if (node.isObject()) {
        node.asObject().values().forEach(this::compare);
      }
    }

    @Override
    public int getOrder() {
      return of.getOrder();
    }
  }
}
