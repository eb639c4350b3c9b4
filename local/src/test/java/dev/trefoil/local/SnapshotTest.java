package dev.trefoil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SnapStart, on the real runtime interface client's way through a snapshot and back. No memory is
 * written: what came before the snapshot is still in the process, which is what is looked for.
 */
class SnapshotTest {
  private static final List<String> MODELS =
      List.of(
          "bedrock/us.anthropic.claude-sonnet-4-6", "azure/gpt-5.4", "vertex_ai/gemini-3.5-flash");

  private static final Map<String, ServiceKind> SERVICES =
      Map.of(
          "bedrock", ServiceKind.BEDROCK,
          "azure", ServiceKind.AZURE_OPENAI,
          "vertex_ai", ServiceKind.VERTEX);

  @TempDir Path folder;

  @Test
  void aFunctionIsPrimedForItsSnapshotWithoutAModelBeingAsked() throws Exception {
    List<TokenLedger.Exchange> before = new CopyOnWriteArrayList<>();
    try (EmulatedCloud cloud = EmulatedCloud.start(SERVICES);
        LambdaHost host =
            start(cloud, () -> before.addAll(cloud.identities().ledger().exchanges()))) {
      host.awaitProcess();

      assertThat(before)
          .as("tokens for all three clouds")
          .extracting(TokenLedger.Exchange::service)
          .contains("aws-credentials", "aws-sts", "entra", "google-sts");
      for (ModelEmulator service : cloud.models().values()) {
        assertThat(service.controls().journal()).as(service.service()).isEmpty();
      }
      assertThat(Files.readString(folder.resolve("aws-1.log")))
          .doesNotContain("could not be rehearsed");
    }
  }

  @Test
  void aRestoredFunctionUsesNoCredentialFromBeforeTheSnapshot() throws Exception {
    try (EmulatedCloud cloud = EmulatedCloud.start(SERVICES)) {
      Runnable whileFrozen =
          () -> {
            cloud.identities().ledger().clearExchanges();
            cloud.identities().revokeIssued();
          };
      try (LambdaHost host = start(cloud, whileFrozen)) {
        for (String model : MODELS) {
          assertThat(ask(host, model).statusCode()).as(model).isEqualTo(200);
        }
        assertThat(cloud.identities().ledger().exchanges())
            .extracting(TokenLedger.Exchange::service)
            .contains("aws-credentials", "aws-sts", "entra", "google-sts");
      }
    }
  }

  @Test
  void theFirstCallAfterARestoreFindsItsClassesLoaded() throws Exception {
    Path log = folder.resolve("classes.log");
    AtomicLong frozen = new AtomicLong();
    Runnable whileFrozen = () -> frozen.set(log.toFile().length());
    try (EmulatedCloud cloud = EmulatedCloud.start(SERVICES);
        LambdaHost host = start(cloud, whileFrozen, "-Xlog:class+load:file=" + log)) {
      assertThat(ask(host, MODELS.getFirst()).statusCode()).isEqualTo(200);

      byte[] lines = Files.readAllBytes(log);
      List<String> loaded =
          new String(lines, (int) frozen.get(), lines.length - (int) frozen.get(), UTF_8)
              .lines()
              .filter(line -> line.contains(" source: "))
              .toList();
      assertThat(loaded)
          .hasSizeLessThanOrEqualTo(20)
          .noneMatch(line -> line.contains("dev.trefoil"))
          .as("from the function's own jars")
          .noneMatch(line -> line.contains("/aws-lambda/target/"));
    }
  }

  private static HttpResponse<String> ask(LambdaHost host, String model) throws Exception {
    return Http.post(
        host.port(),
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
            .formatted(model));
  }

  private LambdaHost start(EmulatedCloud cloud, Runnable whileFrozen, String... flags)
      throws Exception {
    BuildOutputs build = new BuildOutputs(RunningClouds.home());
    List<String> jvmFlags = new ArrayList<>(cloud.tls().jvmOptions());
    jvmFlags.addAll(List.of(flags));
    Map<String, java.net.URI> endpoints = new LinkedHashMap<>();
    cloud.models().forEach((name, model) -> endpoints.put(name, model.endpoint()));
    String config =
        LocalConfig.of(
                """
                auth: none
                services:
                  bedrock:   {kind: bedrock, region: us-east-1, emulate: true}
                  azure:     {kind: azure-openai, emulate: true}
                  vertex_ai: {kind: vertex, project: my-project, location: global, emulate: true}
                routes:
                  chat:
                    targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-5.4, vertex_ai/gemini-3.5-flash]
                """,
                Map.of())
            .forFunctions(
                endpoints, Map.of(), EmulatedTrust.names(cloud.identities().trust()), Map.of());
    LambdaSettings settings =
        new LambdaSettings(
                "dev.trefoil.aws.HttpLambda",
                1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1)
            .withSnapshot(whileFrozen);
    return LambdaHost.start(
        "aws",
        0,
        settings,
        build.lambdaFunction(),
        ClassPaths.jarsIn(build.lambdaRuntime()),
        jvmFlags,
        FunctionEnvironment.of(HostCloud.AWS, config, Map.of(), cloud.identities(), folder),
        new ChildLogs(folder, Optional.empty()));
  }
}
