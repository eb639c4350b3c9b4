// azure-functions-maven-plugin on a JDK that is too old finds no functions and says so nowhere.
package dev.trefoil.local.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StagedAppTest {
  private static final Path APP =
      Path.of(
          System.getProperty("trefoil.home"),
          "azure-functions",
          "target",
          "azure-functions",
          "trefoil");

  @Test
  void everyFunctionIsStagedWithItsDescription() throws IOException {
    try (Stream<Path> folders = Files.list(APP)) {
      List<String> functions =
          folders
              .filter(folder -> Files.exists(folder.resolve("function.json")))
              .map(folder -> folder.getFileName().toString())
              .toList();
      assertThat(functions).containsExactlyInAnyOrder("http", "jobs", "jobs_service_bus", "probe");
    }
    JsonNode function = new ObjectMapper().readTree(APP.resolve("http/function.json").toFile());
    assertThat(function.path("entryPoint").asText())
        .isEqualTo("dev.trefoil.azure.HttpTriggerFunction.run");
    assertThat(function.at("/bindings/0/authLevel").asText()).isEqualTo("ANONYMOUS");
    assertThat(APP.resolve(function.path("scriptFile").asText().substring("../".length())))
        .isRegularFile();
  }
}
