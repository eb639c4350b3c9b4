package dev.trefoil.retrieval.azuresearch;

import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Filter;
import dev.trefoil.retrieval.StoreKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Filters in the part of OData that Azure AI Search reads. What callers write stands in literals
 * alone, with every quote doubled, which is all that ends one ("OData language overview", "Escaping
 * special characters in string constants").
 */
final class OData {
  private OData() {}

  /** What is in a store, and passes a filter. */
  static String of(StoreKey store, Optional<Filter> filter) {
    String own =
        "tenant eq %s and store eq %s".formatted(literal(store.tenant()), literal(store.store()));
    return filter.map(more -> own + " and " + of(more)).orElse(own);
  }

  /** What is in a store, of one file where that is said, behind a document's key. */
  static String after(StoreKey store, Optional<String> file, String key) {
    return of(store, Optional.empty())
        + file.map(id -> " and file eq " + literal(id)).orElse("")
        + (key.isEmpty() ? "" : " and id gt " + literal(key));
  }

  private static String of(Filter filter) {
    return switch (filter) {
      case Filter.All all -> joined(all.filters(), " and ");
      case Filter.Any any -> joined(any.filters(), " or ");
      case Filter.Compare compare ->
          switch (compare.comparison()) {
            case EQ, IN -> any(compare, "eq");
            case NE, NIN -> "not " + any(compare, "eq");
            case GT -> any(compare, "gt");
            case GTE -> any(compare, "ge");
            case LT -> any(compare, "lt");
            case LTE -> any(compare, "le");
          };
    };
  }

  private static String joined(List<Filter> filters, String word) {
    return filters.stream().map(OData::of).collect(Collectors.joining(word, "(", ")"));
  }

  /** A document has an attribute of the name that compares so with one of the values. */
  private static String any(Filter.Compare compare, String operator) {
    String values =
        compare.values().stream()
            .map(value -> "a/" + typed(value, operator))
            .collect(Collectors.joining(" or "));
    return "attributes/any(a: a/name eq %s and (%s))".formatted(literal(compare.key()), values);
  }

  private static String typed(Attribute value, String operator) {
    return switch (value) {
      case Attribute.Text text -> "text " + operator + " " + literal(text.value());
      case Attribute.Number number -> "number " + operator + " " + literal(number.value());
      case Attribute.Flag flag -> "flag " + operator + " " + flag.value();
    };
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** An exponent has a small e in the grammar. */
  private static String literal(double number) {
    return Double.toString(number).toLowerCase(Locale.ROOT);
  }
}
