package dev.trefoil.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One request, answer or error in OpenAI's form and in a service's own; src/test/resources/pairs
 * has a README that says how to write one.
 *
 * @param file where it is
 * @param service whose own form it is
 * @param kind requests, answers or errors
 * @param content the file's JSON
 */
record Pair(Path file, String service, String kind, JsonNode content) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "pairs");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All pairs of a kind, in the order of their paths. */
  static List<Pair> all(String kind) {
    return of(EmulatedServices.NAMES, kind);
  }

  /** The same, and those of services that only differ a little from one of them. */
  static List<Pair> withDialects(String kind) {
    return of(EmulatedServices.ALL, kind);
  }

  private static List<Pair> of(List<String> services, String kind) {
    List<Pair> pairs = new ArrayList<>();
    for (String service : services) {
      Path folder = FOLDER.resolve(service).resolve(kind);
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".json"))
            .sorted()
            .map(file -> new Pair(file, service, kind, read(file)))
            .forEach(pairs::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pairs;
  }

  static JsonNode rows() {
    return read(FOLDER.resolve("rows.json"));
  }

  /** The rows of the mapping tables that this pair shows. */
  List<String> shows() {
    List<String> rows = new ArrayList<>();
    content.path("rows").forEach(row -> rows.add(row.asText()));
    return rows;
  }

  /** The model that is asked, as the service knows it. */
  String model() {
    return content.path("model").asText(EmulatedServices.model(service));
  }

  String name() {
    return service + "/" + kind + "/" + file.getFileName();
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
