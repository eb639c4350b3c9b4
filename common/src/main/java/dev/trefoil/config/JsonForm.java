package dev.trefoil.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.config.ConfigNode.Entry;
import dev.trefoil.config.ConfigNode.Listing;
import dev.trefoil.config.ConfigNode.Mapping;
import dev.trefoil.config.ConfigNode.Scalar;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of YAML as the JSON that says the same, which a process reads sooner: made by the build of
 * those that it bundles, and by the packaging of {@code trefoil.yaml}. Every single value is a
 * text.
 */
public final class JsonForm {
  private JsonForm() {}

  /**
   * The same in JSON, without comments.
   *
   * @throws ConfigException when it is not YAML
   */
  public static String of(String yaml) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(YamlNodes.read(yaml), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(ConfigNode node, JsonGenerator json) throws IOException {
    switch (node) {
      case Scalar scalar -> json.writeString(scalar.text());
      case Listing list -> {
        json.writeStartArray();
        for (ConfigNode item : list.items()) {
          write(item, json);
        }
        json.writeEndArray();
      }
      case Mapping mapping -> {
        json.writeStartObject();
        for (Entry entry : mapping.entries()) {
          if (!(entry.key() instanceof Scalar key)) {
            throw new ConfigException(List.of(entry.key().place() + ": a key is not a text"));
          }
          json.writeFieldName(key.text());
          write(entry.value(), json);
        }
        json.writeEndObject();
      }
    }
  }

  /**
   * For the build: writes the JSON of every file in one folder to another.
   *
   * @param folders from where, to where
   */
  public static void main(String[] folders) throws IOException {
    Path target = Files.createDirectories(Path.of(folders[1]));
    try (Stream<Path> files = Files.list(Path.of(folders[0]))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".yaml", ".json");
        Files.writeString(target.resolve(name), of(Files.readString(file)));
      }
    }
  }
}
