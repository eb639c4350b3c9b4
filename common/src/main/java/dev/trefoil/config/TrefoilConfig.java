package dev.trefoil.config;

import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What trefoil.yaml says. docs/configuration.md is its reference.
 *
 * @param services by name, in the order of the file
 * @param routes in the order of the file
 * @param maxRequestBytes the largest request body that is read
 * @param keepAlive how often a stream sends a comment until its answer begins; empty for none
 * @param models what is known of models, with the file's own word on its targets
 */
public record TrefoilConfig(
    Map<String, ServiceConfig> services,
    List<Route> routes,
    long maxRequestBytes,
    Optional<Duration> keepAlive,
    ModelCatalog models) {

  /** The variable that names another file than the bundled one, or holds the text itself. */
  public static final String VARIABLE = "TREFOIL_CONFIG";

  public TrefoilConfig {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    routes = List.copyOf(routes);
  }

  /**
   * Reads the configuration of this process: what {@value #VARIABLE} names or holds, otherwise the
   * bundled file.
   *
   * @throws ConfigException with all mistakes
   */
  public static TrefoilConfig load(Map<String, String> env) {
    return parse(text(env.getOrDefault(VARIABLE, "")), env);
  }

  /**
   * Reads a configuration.
   *
   * @throws ConfigException with all mistakes
   */
  public static TrefoilConfig parse(String yaml, Map<String, String> env) {
    return ConfigReader.read(yaml, env);
  }

  /** A value of several lines, or of one in braces, is the text itself; any other names a file. */
  private static String text(String value) {
    if (value.indexOf('\n') >= 0 || value.stripLeading().startsWith("{")) {
      return value;
    }
    try {
      return value.isBlank() ? bundled() : Files.readString(Path.of(value));
    } catch (IOException | InvalidPathException e) {
      throw new ConfigException(
          List.of(VARIABLE + " names " + value + ", which cannot be read: " + e));
    }
  }

  private static String bundled() {
    try (InputStream in = TrefoilConfig.class.getResourceAsStream("/trefoil.yaml")) {
      if (in == null) {
        throw new IllegalStateException("trefoil.yaml is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
