package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.Repository;
import dev.trefoil.local.LocalClouds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The three functions from their archives: on AWS's runtime interface client, on the invoker that
 * Google's buildpack installs, and on our Azure host.
 */
class ArchivesStartTest {
  @TempDir static Path folder;

  private static LocalClouds clouds;

  /**
   * A repository that holds nothing but the unpacked archives where the build leaves its outputs.
   */
  @BeforeAll
  static void start() throws Exception {
    Packaged.requireStartable();
    Packaged.unpack("aws-lambda", folder.resolve("aws-lambda/target/function"));
    Packaged.unpack(
        "azure-functions", folder.resolve("azure-functions/target/azure-functions/trefoil"));
    Packaged.unpack("gcp-functions", folder.resolve("gcp-functions/target/function/lib"));
    Path runtimes = Files.createDirectories(folder.resolve("local/target/runtimes"));
    Files.createSymbolicLink(
        runtimes.resolve("lambda"), Repository.home().resolve("local/target/runtimes/lambda"));
    Files.createSymbolicLink(
        runtimes.resolve("gcp"), Repository.home().resolve("deployment/target/buildpack"));
    clouds =
        LocalClouds.start(
            new LocalClouds.Options(FreePorts.four(), Emulated.config(), folder, Optional.empty()));
  }

  @AfterAll
  static void end() {
    if (clouds != null) {
      clouds.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"aws, bedrock", "azure, azure", "gcp, vertex_ai"})
  void theFunctionAnswersFromItsArchive(String cloud, String service) throws Exception {
    HttpResponse<String> response = ask(cloud);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-trefoil-provider")).contains(service);
    assertThat(response.body()).contains("\"response\":\"hello there\"");
  }

  private static HttpResponse<String> ask(String cloud) throws Exception {
    int port =
        clouds.hosts().stream()
            .filter(host -> host.name().equals(cloud))
            .findFirst()
            .orElseThrow()
            .port();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chat"))
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString("{\"prompt\": \"hello there\"}"))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
