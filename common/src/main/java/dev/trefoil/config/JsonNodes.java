package dev.trefoil.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.config.ConfigNode.Entry;
import dev.trefoil.config.ConfigNode.Listing;
import dev.trefoil.config.ConfigNode.Mapping;
import dev.trefoil.config.ConfigNode.Place;
import dev.trefoil.config.ConfigNode.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a JSON text, which is YAML as well: read without the YAML parser, whose classes cost
 * a cold start more than all else that reads the configuration. {@link JsonForm} writes it.
 */
final class JsonNodes {
  // Its own, since programs that only read configurations have nothing but Jackson's core.
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonNodes() {}

  /** Reads a text; empty when it is not JSON, and so perhaps YAML that begins with a brace. */
  static Optional<ConfigNode> read(String text) {
    // Of bytes, as requests are: the parser of texts is another, which nothing else needs.
    try (JsonParser parser = FACTORY.createParser(text.getBytes(StandardCharsets.UTF_8))) {
      parser.nextToken();
      ConfigNode root = node(parser);
      return parser.nextToken() == null ? Optional.of(root) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ConfigNode node(JsonParser parser) throws IOException {
    Place place = place(parser);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      List<Entry> entries = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        Scalar key = new Scalar(place(parser), parser.currentName());
        parser.nextToken();
        entries.add(new Entry(key, node(parser)));
      }
      return new Mapping(place, entries);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<ConfigNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(parser));
      }
      return new Listing(place, items);
    }
    return new Scalar(place, parser.getText());
  }

  private static Place place(JsonParser parser) {
    JsonLocation at = parser.currentTokenLocation();
    return new Place(at.getLineNr(), at.getColumnNr());
  }
}
