package dev.trefoil.deployment.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.trefoil.deployment.archive.Packaged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** host.json and every function.json of the packaged archives, by Azure's published schemas. */
class DescriptionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"azure-functions", "azure-functions-streaming"})
  void allAreValid(String archive) throws IOException {
    Map<String, JsonNode> descriptions = descriptions(archive);
    assertThat(descriptions).containsKeys("host.json", "http/function.json");
    for (Map.Entry<String, JsonNode> one : descriptions.entrySet()) {
      assertThat(mistakes(one.getKey(), one.getValue())).as(one.getKey()).isEmpty();
    }
  }

  @Test
  void whatIsMisspeltIsFound() throws IOException {
    Map<String, JsonNode> descriptions = descriptions("azure-functions");
    ObjectNode host = (ObjectNode) descriptions.get("host.json");
    ((ObjectNode) host.at("/extensions/http")).put("routePrefixes", "");
    assertThat(mistakes("host.json", host)).isNotEmpty();
    ObjectNode function = (ObjectNode) descriptions.get("http/function.json");
    ((ObjectNode) function.at("/bindings/0")).put("authLevel", "nobody");
    assertThat(mistakes("http/function.json", function)).isNotEmpty();
  }

  @Test
  void pathsReachTheFunctionWithoutAPrefixAndStreamsPassTheHost() throws IOException {
    for (String archive : List.of("azure-functions", "azure-functions-streaming")) {
      JsonNode host = descriptions(archive).get("host.json");
      assertThat(host.at("/extensions/http/routePrefix").asText("missing")).isEmpty();
    }
    JsonNode handler =
        descriptions("azure-functions-streaming").get("host.json").path("customHandler");
    assertThat(handler.path("enableProxyingHttpRequest").asBoolean()).isTrue();
    assertThat(
            Packaged.contains(
                "azure-functions-streaming",
                handler.at("/description/defaultExecutablePath").asText()))
        .isTrue();
  }

  /** A function is disabled by a setting with its name in it, which on Linux takes no hyphen. */
  @ParameterizedTest
  @ValueSource(strings = {"azure-functions", "azure-functions-streaming"})
  void everyFunctionCanBeDisabledOnLinux(String archive) throws IOException {
    assertThat(descriptions(archive).keySet())
        .filteredOn(name -> name.endsWith("/function.json"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(name).matches("[A-Za-z][A-Za-z0-9_]*/function\\.json"));
  }

  private static List<String> mistakes(String name, JsonNode description) throws IOException {
    String schema = name.equals("host.json") ? "host-schema.json" : "function-schema.json";
    try (InputStream in = DescriptionsTest.class.getResourceAsStream("/azure/" + schema)) {
      JsonSchema read = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(in);
      List<String> mistakes = new ArrayList<>();
      read.validate(asTheHostReads(description))
          .forEach(mistake -> mistakes.add(mistake.getMessage()));
      return mistakes;
    }
  }

  /** Azure's Maven plugin writes enumerated words in capitals, which the host does not mind. */
  private static JsonNode asTheHostReads(JsonNode description) throws IOException {
    JsonNode copy = description.deepCopy();
    for (JsonNode binding : copy.path("bindings")) {
      for (String word : List.of("authLevel", "methods")) {
        if (binding.has(word)) {
          ((ObjectNode) binding)
              .set(word, JSON.readTree(binding.get(word).toString().toLowerCase(Locale.ROOT)));
        }
      }
    }
    return copy;
  }

  private Map<String, JsonNode> descriptions(String archive) throws IOException {
    Path place = Files.createTempDirectory(folder, archive);
    Packaged.unpack(archive, place);
    Map<String, JsonNode> descriptions = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place, 2)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".json")).toList()) {
        descriptions.put(place.relativize(file).toString(), JSON.readTree(file.toFile()));
      }
    }
    return descriptions;
  }
}
