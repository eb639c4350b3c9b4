package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.LocalClouds;
import dev.trefoil.local.aws.LambdaSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
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

  @BeforeAll
  static void start() throws Exception {
    Packaged.requireStartable();
    Packaged.unpack("aws-lambda", folder.resolve("aws-lambda/target/function"));
    clouds = ArchivedClouds.start(folder, LambdaSettings.DEFAULT);
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
    return ArchivedClouds.ask(clouds, cloud, Map.of());
  }
}
