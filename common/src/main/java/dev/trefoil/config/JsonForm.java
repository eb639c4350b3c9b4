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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of YAML as the JSON that says the same, which a process reads sooner: made by the build of
 * those that it bundles, and by the packaging of {@code trefoil.yaml}. Every single value is a
 * text.
 */
public final class JsonForm {
  /** The beginning of the section of rows in {@link #lines}. */
  static final String MODELS = "\"models\":{\n";

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

  /**
   * A table of models in JSON, a row a line, so that a process reads the rows alone that it needs.
   * Of the names of families the longest come first: in this order they are compared with an id.
   *
   * @throws ConfigException when it is not YAML
   */
  static String lines(String yaml) {
    Mapping file = (Mapping) YamlNodes.read(yaml);
    List<String> sections = new ArrayList<>();
    for (Entry section : file.entries()) {
      List<Entry> rows = new ArrayList<>(((Mapping) section.value()).entries());
      rows.sort(Comparator.comparingInt((Entry row) -> text(row.key()).length()).reversed());
      sections.add(
          rows.stream()
              .map(row -> text(row.key()) + ":" + text(row.value()))
              .collect(Collectors.joining(",\n", text(section.key()) + ":{\n", "\n}")));
    }
    return sections.stream().collect(Collectors.joining(",\n", "{", "}\n"));
  }

  private static String text(ConfigNode node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(node, json);
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
        String name = file.getFileName().toString().replace(".yaml", "");
        String yaml = Files.readString(file);
        Files.writeString(
            target.resolve(name + ".json"),
            name.equals(BundledModels.FILE) ? lines(yaml) : of(yaml));
      }
    }
  }
}
