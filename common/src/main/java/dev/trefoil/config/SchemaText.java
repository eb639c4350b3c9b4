package dev.trefoil.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.config.ConfigNode.Entry;
import dev.trefoil.config.ConfigNode.Listing;
import dev.trefoil.config.ConfigNode.Mapping;
import dev.trefoil.config.ConfigNode.Scalar;
import dev.trefoil.schema.NumberKeywords;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Schema as the configuration has it, as the JSON that it means: the configuration's single
 * values are all texts, and keywords say which of a schema's are numbers or flags.
 */
final class SchemaText {
  private static final Set<String> FLAGS =
      Set.of("additionalProperties", "uniqueItems", "deprecated", "items");

  /** What is of the type that stands beside it. */
  private static final Set<String> VALUES = Set.of("const", "default", "enum", "examples");

  /** Whose members are names and no keywords. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "$defs", "definitions");

  private SchemaText() {}

  static String of(ConfigNode schema) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, schema, "", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * @param keyword whose value it is
   * @param type that stands beside the keyword
   */
  private static void write(JsonGenerator json, ConfigNode node, String keyword, String type)
      throws IOException {
    switch (node) {
      case Scalar scalar -> scalar(json, scalar.text(), keyword, type);
      case Listing list -> {
        json.writeStartArray();
        for (ConfigNode item : list.items()) {
          write(json, item, keyword, type);
        }
        json.writeEndArray();
      }
      case Mapping mapping -> {
        boolean names = NAMED.contains(keyword);
        String own = names ? "" : type(mapping);
        json.writeStartObject();
        for (Entry entry : mapping.entries()) {
          String key = entry.key() instanceof Scalar scalar ? scalar.text() : "";
          json.writeFieldName(key);
          write(json, entry.value(), names ? "" : key, own);
        }
        json.writeEndObject();
      }
    }
  }

  private static String type(Mapping mapping) {
    return mapping.entries().stream()
        .filter(entry -> entry.key() instanceof Scalar key && key.text().equals("type"))
        .map(entry -> entry.value() instanceof Scalar value ? value.text() : "")
        .findFirst()
        .orElse("");
  }

  private static void scalar(JsonGenerator json, String text, String keyword, String type)
      throws IOException {
    boolean value = VALUES.contains(keyword);
    boolean number =
        NumberKeywords.include(keyword) || value && Set.of("number", "integer").contains(type);
    boolean flag = FLAGS.contains(keyword) || value && type.equals("boolean");
    Optional<BigDecimal> read = number ? number(text) : Optional.empty();
    if (read.isPresent()) {
      json.writeNumber(read.get());
    } else if (flag && (text.equals("true") || text.equals("false"))) {
      json.writeBoolean(text.equals("true"));
    } else {
      json.writeString(text);
    }
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return text.length() > 32 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
