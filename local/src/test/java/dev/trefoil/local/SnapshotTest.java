package dev.trefoil.local;

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
import dev.trefoil.local.functions.PrimedLambda;
import dev.trefoil.local.functions.Staging;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

  @TempDir Path folder;

  @Test
  void aRestoredFunctionUsesNoCredentialFromBeforeTheSnapshot() throws Exception {
    Map<String, ServiceKind> services = new LinkedHashMap<>();
    services.put("bedrock", ServiceKind.BEDROCK);
    services.put("azure", ServiceKind.AZURE_OPENAI);
    services.put("vertex_ai", ServiceKind.VERTEX);
    List<TokenLedger.Exchange> before = new CopyOnWriteArrayList<>();
    try (EmulatedCloud cloud = EmulatedCloud.start(services)) {
      Runnable whileFrozen =
          () -> {
            before.addAll(cloud.identities().ledger().exchanges());
            cloud.identities().ledger().clearExchanges();
            cloud.identities().revokeIssued();
          };
      try (LambdaHost host = start(cloud, whileFrozen)) {
        host.awaitReady("/health");

        assertThat(before).as("what was fetched before").hasSizeGreaterThanOrEqualTo(5);
        for (ModelEmulator service : cloud.models().values()) {
          assertThat(service.controls().journal()).as(service.service()).hasSize(1);
        }
        for (String model : MODELS) {
          HttpResponse<String> response =
              Http.post(
                  host.port(),
                  "/v1/chat/completions",
                  "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                      .formatted(model));
          assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
        assertThat(cloud.identities().ledger().exchanges())
            .extracting(TokenLedger.Exchange::service)
            .contains("aws-credentials", "aws-sts", "entra", "google-sts");
      }
    }
  }

  private LambdaHost start(EmulatedCloud cloud, Runnable whileFrozen) throws Exception {
    BuildOutputs build = new BuildOutputs(RunningClouds.home());
    Path lib = Files.createDirectories(folder.resolve("function/lib"));
    for (Path jar : ClassPaths.jarsIn(build.lambdaFunction().resolve("lib"))) {
      Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
    }
    Staging.jar(lib.resolve("primed.jar"), Map.of(), PrimedLambda.class);
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
                routes: {chat: {targets: [azure/gpt-5.4]}}
                """,
                Map.of())
            .forFunctions(
                endpoints, Map.of(), EmulatedTrust.names(cloud.identities().trust()), Map.of());
    LambdaSettings settings =
        new LambdaSettings(
                PrimedLambda.class.getName(),
                1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1)
            .withSnapshot(whileFrozen);
    return LambdaHost.start(
        "aws",
        0,
        settings,
        folder.resolve("function"),
        ClassPaths.jarsIn(build.lambdaRuntime()),
        cloud.tls().jvmOptions(),
        FunctionEnvironment.of(HostCloud.AWS, config, Map.of(), cloud.identities(), folder),
        new ChildLogs(folder, Optional.empty()));
  }
}
