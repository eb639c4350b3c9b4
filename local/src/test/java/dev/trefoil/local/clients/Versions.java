package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.local.RunningClouds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the clients, as they are pinned. */
final class Versions {
  private Versions() {}

  /** Of what the root pom names in the property {@code NAME.version}. */
  static String maven(String name) {
    Matcher version =
        Pattern.compile("<%s\\.version>([^<]+)<".formatted(Pattern.quote(name)))
            .matcher(read(RunningClouds.home().resolve("pom.xml")));
    if (!version.find()) {
      throw new AssertionError("the root pom has no version of " + name);
    }
    return version.group(1);
  }

  /** Of a package that src/test/npm/package.json names. */
  static String npm(String name) {
    try {
      return new ObjectMapper()
          .readTree(read(Path.of("src/test/npm/package.json")))
          .path("dependencies")
          .required(name)
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
