package dev.trefoil.deployment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
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
import java.time.LocalDate;
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

  /** Of the models named here none is retired, nor will be soon. */
  private static final String TODAY = "2026-11-30";

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

  @Test
  void whatARouteOfOneModelComesToIsSaid() throws IOException {
    try (LoopbackServer server = answering(403, "{}")) {
      Said said =
          examine(
              SERVICES.replace(
                  "routes:",
                  "routes:\n  gpt: {same: gpt-6-sol}\n  claude: {same: claude-opus-5-5}"),
              server.port());
      assertThat(said.text)
          .contains("routes.gpt: gpt-6-sol is bedrock/us.openai.gpt-6-sol, azure/gpt-6-sol")
          .contains(
              "routes.claude: claude-opus-5-5 is bedrock/us.anthropic.claude-opus-5-5, and no other");
    }
  }

  @Test
  void targetsWithOtherVectorsAreNoFailover() {
    List<Finding> findings =
        VectorCheck.of(
            TrefoilConfig.parse(
                """
                auth: none
                services:
                  azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
                  bedrock: {kind: bedrock, region: us-east-1}
                routes:
                  vectors: {targets: [azure/text-embedding-3-large, bedrock/amazon.titan-embed-text-v2]}
                  mixed: {targets: [azure/text-embedding-3-large, bedrock/amazon.titan-embed-text-v2], interchangeable: true}
                  one: {same: text-embedding-3-large}
                  chat: {targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-5.4]}
                  pattern-*: {targets: ["azure/{model}", azure/gpt-5.4]}
                """,
                Map.of()));

    assertThat(findings)
        .singleElement()
        .isInstanceOf(Finding.Fault.class)
        .extracting(Finding::what)
        .isEqualTo(
            "routes.vectors: the vectors of bedrock/amazon.titan-embed-text-v2 are not those of"
                + " text-embedding-3-large, so that no failover goes there");
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
      Said said = run("doctor", "--on", cloud, "--date", TODAY, "--offline");
      assertThat(said.text).contains("is valid: 3 services");
      assertThat(said.text.lines().filter(line -> line.startsWith("MEND")))
          .allSatisfy(line -> assertThat(line).contains("cannot become someone on"))
          .hasSize(2);
    }
  }

  private static final String EMULATED =
      """
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        played: {kind: openai, emulate: true}
      routes:
        chat: {targets: [bedrock/us.anthropic.claude-sonnet-4-6, played/any]}
      tools:
        weather: {kind: http, description: The weather., url: "https://api.example/now", emulate: true}
      jobs: {emulate: true}
      guardrails:
        checks: {safe: {kind: bedrock, region: us-east-1, guardrail: any, version: "1", emulate: true}}
        input: [safe]
      auth: none
      """;

  @Test
  void theCloudsThatGuardrailsAskAreAskedAboutToo() throws IOException {
    Said said =
        examine(
            """
            services:
              bedrock: {kind: bedrock, region: us-east-1}
            routes:
              chat: {targets: [bedrock/us.anthropic.claude-sonnet-4-6]}
            guardrails:
              checks:
                safe: {kind: content-safety, endpoint: "https://safe.cognitiveservices.azure.com"}
                armor: {kind: model-armor, project: mine, location: europe-west4, template: strict}
              input: [safe, armor]
            auth: none
            """,
            1,
            "--offline");

    assertThat(said.text)
        .contains("functions on aws cannot become someone on azure")
        .contains("functions on aws cannot become someone on gcp");
  }

  @Test
  void whatOnlyUpPlaysIsAFaultOfADeployment() throws IOException {
    Said said = examine(EMULATED, 1, "--offline");
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text.lines().filter(line -> line.startsWith("MEND")))
        .containsExactly(
            "MEND  guardrails.checks.safe is emulated, which only ./trefoil up does: deployed, nothing would answer there",
            "MEND  jobs is emulated, which only ./trefoil up does: deployed, nothing would answer there",
            "MEND  services.played is emulated, which only ./trefoil up does: deployed, nothing would answer there",
            "MEND  tools.weather is emulated, which only ./trefoil up does: deployed, nothing would answer there");
  }

  @Test
  void whatHasToBeMendedIsNotPackaged() throws IOException {
    for (String yaml :
        List.of(
            "",
            EMULATED,
            SERVICES.replace("claude-sonnet-4-6", "claude-sonet-4-6"),
            SERVICES.replace("us-east-1", "us-esat-1"),
            SERVICES.replace("gpt-5.4", "gpt-4o"),
            SERVICES.replace("kind: bedrock", "kind: bedrok"))) {
      Path output = folder.resolve("package");
      Said said =
          run("package", "--date=" + TODAY, "--config=" + write(yaml, 1), "--output=" + output);
      assertThat(said.exit).as(said.text).isEqualTo(1);
      assertThat(said.text).contains("MEND  ", "nothing is packaged: ");
      assertThat(output).doesNotExist();
    }
  }

  @Test
  void whatOnlyTheProcessKnowsIsNoReasonNotToPackage() throws IOException {
    Path file =
        write(SERVICES.replace("auth: none", "auth: {keys: {ops: {sha256: \"${OPS_KEY}\"}}}"), 1);
    LocalDate today = LocalDate.parse(TODAY);

    Refusal unset = Refusal.of(file, Map.of(), today);
    assertThat(unset.refused()).as(unset.text()).isFalse();
    assertThat(unset.text())
        .contains("auth.keys.ops.sha256 needs the environment variable OPS_KEY")
        .contains("note  variables are not set here")
        .contains("./trefoil doctor --on CLOUD");
    assertThat(Refusal.of(file, Map.of("OPS_KEY", "a".repeat(64)), today))
        .isEqualTo(new Refusal("", false));
    assertThat(Refusal.of(file, Map.of("OPS_KEY", "short"), today).refused()).isTrue();
  }

  @Test
  void whatTheRepositoryPackagesUnlessAskedOtherwiseIsNotRefused() {
    assertThat(
            Refusal.of(
                Repository.home().resolve("deployment/trefoil.yaml"),
                Map.of(),
                LocalDate.parse(TODAY)))
        .isEqualTo(new Refusal("", false));
  }

  private static final String NAMES =
      """
      services:
        b: {kind: bedrock, region: us-esat-1}
        m: {kind: bedrock-mantle, region: us-wset-2}
        g: {kind: vertex, project: my-project, location: europe-wset4}
        far: {kind: vertex, project: my-project, location: moon-base7}
        z: {kind: azure-openai, endpoint: "http://127.0.0.1:PORT"}
        a: {kind: anthropic, keyFrom: env:KEY}
      routes:
        old: {targets: [b/us.anthropic.claude-3-7-sonnet-20250219-v1:0, z/gpt-4o, a/claude-opus-4-5]}
        odd: {targets: [b/us.anthropic.claude-sonet-4-6, z/gtp-5.4, a/claude-opus-7, z/my-own, z/mine]}
        "gpt-*": {targets: ["z/{model}"]}
      models: {z/mine: {like: gpt-6-sol}}
      auth: none
      """;

  @Test
  void aRetiredModelIsAFaultAndOneThatSoonIsANote() throws IOException {
    String text = examine(NAMES, 1, "--offline").text;
    assertThat(text)
        .contains(
            "MEND  routes.old names b/us.anthropic.claude-3-7-sonnet-20250219-v1:0, and services of"
                + " the kind bedrock have retired claude-3-7 on 2026-04-28")
        .contains("MEND  routes.old names z/gpt-4o, and services of the kind azure-openai have")
        .contains("note  routes.old names a/claude-opus-4-5, and services of the kind anthropic")
        .contains("retire claude-opus-4-5 on 2027-01-22")
        .contains("./trefoil models --living");
    assertThat(examine(NAMES, 1, "--offline", "--date", "2027-01-22").text)
        .contains("MEND  routes.old names a/claude-opus-4-5");
  }

  @Test
  void aNameThatNobodyKnowsIsComparedWithThoseThatAreKnown() throws IOException {
    String text = examine(NAMES, 1, "--offline").text;
    assertThat(text)
        .contains(
            "MEND  routes.odd names b/us.anthropic.claude-sonet-4-6, which nobody knows: did you"
                + " mean us.anthropic.claude-sonnet-4-6?")
        .as("a deployment may be called anything")
        .contains("note  routes.odd names z/gtp-5.4, which nobody knows: did you mean gpt-5.4?")
        .as("it may be a newer one")
        .contains(
            "note  routes.odd names a/claude-opus-7, which nobody knows: did you mean claude-opus-5?")
        .contains("note  routes.odd names z/my-own, which nobody knows\n")
        .doesNotContain("z/mine")
        .doesNotContain("{model}");
  }

  @Test
  void aRegionThatNobodyKnowsIsComparedWithThoseThatAreKnown() throws IOException {
    assertThat(examine(NAMES, 1, "--offline").text)
        .contains(
            "MEND  services.b.region us-esat-1 is no region that is known: did you mean us-east-1?")
        .contains(
            "MEND  services.m.region us-wset-2 is no region that is known: did you mean us-west-2?")
        .contains(
            "services.g.location europe-wset4 is no region that is known: did you mean europe-west4?")
        .contains("note  services.far.location moon-base7 is no region that is known\n");
    assertThat(examine(SERVICES, 1, "--offline").text).doesNotContain("no region");
  }

  @Test
  void aNewerTableIsHeededAndItsMistakesAreFindings() throws IOException {
    Path newer =
        Files.writeString(
            folder.resolve("newer.yaml"),
            """
            sources: {page: {title: A page, url: "https://example.com", date: 2026-12-01}}
            models:
              gpt-4o: {retires: {azure-openai: 2028-01-01}, source: page}
              my-own: {source: page}
            """);
    assertThat(examine(NAMES, 1, "--offline", "--models", newer.toString()).text)
        .doesNotContain("z/gpt-4o")
        .doesNotContain("z/my-own");

    Files.writeString(newer, "models: {gpt-4o: {colour: red}}\n");
    Said said = examine(SERVICES + IDENTITY, 1, "--offline", "--models", newer.toString());
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text)
        .contains("MEND  " + newer + ": line 1, column 27: models.gpt-4o.colour is not known here")
        .contains("is valid: 2 services");
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
    Path file = write(yaml, port);
    List<String> arguments =
        new ArrayList<>(List.of("doctor", "--on", "aws", "--config", file.toString()));
    if (!List.of(options).contains("--date")) {
      arguments.addAll(List.of("--date", TODAY));
    }
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private Path write(String yaml, int port) throws IOException {
    return Files.writeString(
        folder.resolve("trefoil.yaml"), yaml.replace("PORT", String.valueOf(port)));
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
