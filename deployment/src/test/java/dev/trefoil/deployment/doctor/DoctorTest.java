package dev.trefoil.deployment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.Main;
import dev.trefoil.deployment.Repository;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorTest {
  private static final String SERVICES =
      """
      services:
        bedrock: {kind: bedrock, region: us-east-1, endpoint: "http://127.0.0.1:PORT"}
        azure: {kind: azure-openai, endpoint: "http://127.0.0.1:PORT"}
      routes:
        chat: {targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-5.4]}
      auth: none
      """;
  private static final String IDENTITY =
      """
      identity:
        azure: {tenant: 11111111-2222-3333-4444-555555555555, clientId: 66666666-7777-8888-9999-000000000000}
      """;
  private static final String WITH_VERTEX =
      SERVICES.replace(
          "routes:", "  vertex_ai: {kind: vertex, project: my-project, location: global}\nroutes:");

  /** Source: "az account get-access-token", Azure CLI reference. */
  private static final String AZ =
      """
      #!/bin/sh
      echo '{"accessToken": "token", "expiresOn": "2035-11-30 14:00:00.000000",
        "expires_on": 2080000000, "subscription": "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
        "tenant": "54826b22-38d6-4fb2-bad9-b7b93a3e9c5a", "tokenType": "Bearer"}'
      """;

  private static final String JOBS =
      """
      jobs:
        leaseSeconds: 90
        aws: {queue: q, deadLetters: d, table: t, blobs: b}
      """;

  @TempDir Path folder;

  @Test
  void aConfigurationThatFitsIsFoundFine() throws IOException {
    try (LoopbackServer server = answering(403, "{}")) {
      Said said = examine(SERVICES + IDENTITY + JOBS, server.port());
      assertThat(said.exit).as(said.text).isZero();
      assertThat(said.text)
          .contains("is valid: 2 services, 1 routes")
          .contains("functions on aws call aws with their own identity")
          .contains("functions on aws call azure by the names under identity")
          .contains("services.bedrock is reachable")
          .contains("the job function may take longer (120 s) than jobs.leaseSeconds (90 s)")
          .contains("the queue hides a message 720 s: six times")
          .doesNotContain("MEND");
    }
  }

  /** On the vendors' own libraries; az is a program that answers as Azure's documents. */
  @Test
  void onAPersonsMachineItSaysWhereTheyAreSignedIn() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path az = Files.writeString(bin.resolve("az"), AZ);
    assertThat(az.toFile().setExecutable(true)).isTrue();

    List<Finding> findings =
        new SignInCheck(
                Repository.home(),
                Map.of(
                    "HOME", folder.toString(),
                    "PATH", bin + ":/usr/bin:/bin",
                    "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "NO_GCE_CHECK", "true"))
            .of(WITH_VERTEX.replace("PORT", "1"));

    assertThat(findings)
        .contains(new Finding.Fine("you are signed in to aws"))
        .contains(new Finding.Fine("you are signed in to azure"));
    assertThat(findings)
        .filteredOn(Finding.Fault.class::isInstance)
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.toString())
                  .contains("you are not signed in to gcp: identity local to gcp: Google's")
                  .contains("gcloud auth application-default login");
            });
  }

  @Test
  void whatToKnowOfGooglesLibraryIsANote() throws IOException {
    assertThat(examine(WITH_VERTEX + IDENTITY, 1, "--offline").text)
        .contains("note  Google has deprecated", "google-cloud-vertexai");
    assertThat(examine(SERVICES + IDENTITY, 1, "--offline").text)
        .doesNotContain("google-cloud-vertexai");
  }

  @Test
  void whatAPairLacksIsNamedWithTheModuleThatMakesIt() throws IOException {
    Said said = examine(SERVICES, 1, "--offline");
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text)
        .contains("functions on aws cannot become someone on azure")
        .contains("identity.azure.tenant and identity.azure.clientId")
        .contains("terraform/trust/aws-to-azure");
    for (String module :
        List.of("aws-to-azure", "aws-to-gcp", "azure-to-aws", "azure-application")) {
      assertThat(Repository.home().resolve("terraform/trust").resolve(module)).isDirectory();
    }
  }

  @Test
  void limitsThatDoNotFitAreNamedWithTheNumberThatWould() throws IOException {
    Said said =
        examine(
            SERVICES + IDENTITY + JOBS,
            1,
            "--offline",
            "--job-timeout",
            "80",
            "--queue-visibility",
            "360");
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text)
        .contains(
            "MEND  the job function may take 80 s, which is not longer than jobs.leaseSeconds (90 s)")
        .contains("set jobs.leaseSeconds to less than 80")
        .contains("MEND  the queue hides a message 360 s")
        .contains("visibility timeout to 480");
  }

  @Test
  void aFrontDoorThatWaitsLessIsWorthKnowingAndNoFault() throws IOException {
    Said said = examine(SERVICES + IDENTITY, 1, "--offline", "--front-door", "30");
    assertThat(said.exit).as(said.text).isZero();
    assertThat(said.text).contains("note  what stands before the function waits 30 s");
    assertThat(examine(SERVICES + IDENTITY, 1, "--offline", "--front-door", "900").text)
        .doesNotContain("note");
    assertThat(examine(SERVICES + IDENTITY, 1, "--offline").text)
        .as("the clouds' own doors are known of each call")
        .doesNotContain("note");
    assertThat(
            examine(
                    SERVICES + IDENTITY + "frontDoorTimeoutMs: 29000\n",
                    1,
                    "--offline",
                    "--front-door",
                    "30")
                .text)
        .contains("ok    frontDoorTimeoutMs ends calls before")
        .doesNotContain("note");
  }

  @Test
  void everyMistakeOfAConfigurationIsAFinding() throws IOException {
    Said said =
        examine("services: {a: {kind: nothing}}\nroutes: {r: {targets: [b/c]}}\n", 1, "--offline");
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text).contains("services.a.kind").contains("routes.r.targets[0]");
  }

  @Test
  void aServiceThatCannotBeReachedIsNamed() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    Said said = examine(SERVICES + IDENTITY, nobody);
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text)
        .contains("services.bedrock cannot be reached at http://127.0.0.1:" + nobody)
        .contains("behind private endpoints ask from inside");
  }

  @Test
  void whatIsDeployedMustBeAlive() throws IOException {
    try (LoopbackServer alive = answering(200, "{\"status\":\"ok\"}");
        LoopbackServer broken = answering(500, "")) {
      Said said =
          examine(
              SERVICES + IDENTITY,
              alive.port(),
              "--url",
              "http://127.0.0.1:" + alive.port(),
              "--url",
              "http://127.0.0.1:" + broken.port());
      assertThat(said.exit).isEqualTo(1);
      assertThat(said.text)
          .contains("ok    http://127.0.0.1:%d/health is alive".formatted(alive.port()))
          .contains("MEND  http://127.0.0.1:%d/health answers 500".formatted(broken.port()));
    }
  }

  @Test
  void aStoreThatIsMissingIsNamed() throws IOException {
    try (LoopbackServer finds = answering(404, "{\"error\":{\"code\":\"job_not_found\"}}");
        LoopbackServer lacks = answering(503, "{\"error\":{\"code\":\"job_store_missing\"}}");
        LoopbackServer loses = answering(503, "{\"error\":{\"code\":\"job_store_unavailable\"}}")) {
      Said said =
          examine(
              SERVICES + IDENTITY,
              finds.port(),
              "--url",
              "http://127.0.0.1:" + finds.port(),
              "--url",
              "http://127.0.0.1:" + lacks.port(),
              "--url",
              "http://127.0.0.1:" + loses.port());
      assertThat(said.exit).isEqualTo(1);
      assertThat(said.text)
          .contains("ok    http://127.0.0.1:%d finds its table".formatted(finds.port()))
          .contains("MEND  http://127.0.0.1:%d has no store".formatted(lacks.port()))
          .contains("MEND  http://127.0.0.1:%d cannot reach its store".formatted(loses.port()));
    }
  }

  @Test
  void whatIsDeployedUnlessAskedOtherwiseLacksNothingButTheTrust() {
    System.setProperty("trefoil.home", Repository.home().toString());
    for (String cloud : List.of("aws", "azure", "gcp")) {
      Said said = run("doctor", "--on", cloud, "--offline");
      assertThat(said.text).contains("is valid: 3 services");
      assertThat(said.text.lines().filter(line -> line.startsWith("MEND")))
          .allSatisfy(line -> assertThat(line).contains("cannot become someone on"))
          .hasSize(2);
    }
  }

  @Test
  void helpAndWrongOptionsAreTold() {
    Said help = run("doctor", "--help");
    assertThat(help.exit).isZero();
    assertThat(help.text).contains("--queue-visibility");
    assertThat(run("doctor").exit).isEqualTo(2);
    assertThat(run("doctor", "--on", "moon").exit).isEqualTo(2);
  }

  private Said examine(String yaml, int port, String... options) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("trefoil.yaml"), yaml.replace("PORT", String.valueOf(port)));
    List<String> arguments =
        new ArrayList<>(List.of("doctor", "--on", "aws", "--config", file.toString()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private static Said run(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    return new Said(line.execute(arguments), text.toString());
  }

  private static LoopbackServer answering(int status, String body) throws IOException {
    return LoopbackServer.start(
        0, exchange -> Exchanges.send(exchange, status, "application/json", body));
  }

  private record Said(int exit, String text) {}
}
