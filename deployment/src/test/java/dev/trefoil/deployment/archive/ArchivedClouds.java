package dev.trefoil.deployment.archive;

import dev.trefoil.deployment.Repository;
import dev.trefoil.local.Form;
import dev.trefoil.local.LocalClouds;
import dev.trefoil.local.Ports;
import dev.trefoil.local.aws.LambdaSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The three functions from their archives. */
final class ArchivedClouds {
  private ArchivedClouds() {}

  /**
   * Starts them from a repository that holds nothing but the unpacked archives where the build
   * leaves its outputs.
   *
   * @param folder has the function of Lambda already
   */
  static LocalClouds start(Path folder, LambdaSettings lambda) throws Exception {
    Packaged.unpack(
        "azure-functions", folder.resolve("azure-functions/target/azure-functions/trefoil"));
    Packaged.unpack("gcp-functions", folder.resolve("gcp-functions/target/function/lib"));
    Path runtimes = Files.createDirectories(folder.resolve("local/target/runtimes"));
    Files.createSymbolicLink(
        runtimes.resolve("lambda"), Repository.home().resolve("local/target/runtimes/lambda"));
    Files.createSymbolicLink(
        runtimes.resolve("gcp"), Repository.home().resolve("deployment/target/buildpack"));
    return LocalClouds.start(
        new LocalClouds.Options(
            Ports.anyFree(), Emulated.patient(), folder, Optional.empty(), lambda, Form.FUNCTIONS));
  }

  static HttpResponse<String> ask(LocalClouds clouds, String cloud, Map<String, String> headers)
      throws Exception {
    int port = clouds.host(cloud).port();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chat"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"prompt\": \"hello there\"}"));
    headers.forEach(request::header);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
