package dev.trefoil.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.deployment.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of containers/, and what the server says of itself, to be compared with them. */
public final class Manifests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("\\$\\{PORT:-(\\d+)}");
  private static final Pattern QUOTED = Pattern.compile("\"(TREFOIL_[A-Z_]+)\"");
  private static final Pattern PROBE =
      Pattern.compile("(?:httpGet:\\s+path|HealthCheckPath): (/\\S+)");
  private static final Pattern FILLED = Pattern.compile("\\$\\{(TREFOIL_[A-Z_]+|AWS_REGION)[:}]");

  private Manifests() {}

  static Path folder(String form) {
    return Repository.home().resolve("containers").resolve(form);
  }

  /** The documents of a text in YAML. */
  static List<JsonNode> read(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  static JsonNode file(String path) throws IOException {
    return read(Files.readString(folder(path))).getFirst();
  }

  /** Where the server listens unless told otherwise. */
  static int port() throws IOException {
    Matcher matcher =
        PORT.matcher(
            Files.readString(Repository.home().resolve("deployment/src/main/server/run.sh")));
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /**
   * The variables that the server reads itself, or that the packaged configuration is filled from.
   */
  static Set<String> variables() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("common", "server")) {
      try (Stream<Path> files =
          Files.walk(Repository.home().resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> names.addAll(found(QUOTED, file)));
      }
    }
    names.addAll(found(FILLED, Repository.home().resolve("deployment/trefoil.yaml")));
    assertThat(names).contains("TREFOIL_DRAIN_SECONDS", "TREFOIL_JOBS_TABLE", "AWS_REGION");
    return names;
  }

  private static Set<String> found(Pattern pattern, Path file) {
    try {
      Set<String> found = new TreeSet<>();
      Matcher matcher = pattern.matcher(Files.readString(file));
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of a list of {@code name} and {@code value}. */
  static List<String> names(JsonNode list) {
    return list.findValuesAsText("name");
  }

  /** The value of a variable of such a list. */
  static String value(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (one.path("name").asText().equals(name)) {
        return one.path("value").asText();
      }
    }
    throw new AssertionError(name + " is not in " + list);
  }

  /** Every path that a platform asks whether the server lives, in any of the files. */
  public static Set<String> probed() throws IOException {
    Set<String> paths = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Repository.home().resolve("containers"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        paths.addAll(found(PROBE, file));
      }
    }
    assertThat(paths).isNotEmpty();
    return paths;
  }
}
