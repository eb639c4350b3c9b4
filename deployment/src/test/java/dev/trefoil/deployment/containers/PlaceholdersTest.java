package dev.trefoil.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is somebody's own begins with MY- in every file of containers/, as their page says. */
class PlaceholdersTest {
  private static final Pattern SOMEBODYS =
      Pattern.compile("\\bmy-\\S+|(?<=location: |REGION=|PROJECT=|server: )(?!MY-)\\S+");

  @Test
  void nothingOfSomebodysOwnHasAnotherName() throws IOException {
    try (Stream<Path> files = Files.walk(Manifests.folder(""))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(somebodys(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void aNameWithoutItWouldBeFound() {
    assertThat(somebodys("location: swedencentral\n- AWS_REGION=us-east-1\nvalue: my-project\n"))
        .containsExactly("swedencentral", "us-east-1", "my-project");
  }

  private static List<String> somebodys(String text) {
    return SOMEBODYS.matcher(text).results().map(found -> found.group()).toList();
  }
}
