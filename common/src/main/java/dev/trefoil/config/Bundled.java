package dev.trefoil.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files of {@code src/main/config}, in the form that the build gives them. */
final class Bundled {
  private Bundled() {}

  static ConfigNode nodes(String name) {
    return ConfigReader.nodes(text(name));
  }

  static String text(String name) {
    try (InputStream in = Bundled.class.getResourceAsStream("/" + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
