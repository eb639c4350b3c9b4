package dev.trefoil.local;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The HTTP function on AWS alone, over three emulated services. */
public final class EmulatedLambda {
  /** The services of its configuration. */
  public static final Map<String, ServiceKind> SERVICES =
      Map.of(
          "bedrock", ServiceKind.BEDROCK,
          "azure", ServiceKind.AZURE_OPENAI,
          "vertex_ai", ServiceKind.VERTEX);

  private EmulatedLambda() {}

  /**
   * Starts one process of it.
   *
   * @param folder where its output goes
   * @param change of settings that are else the local defaults
   * @param flags more of its JVM
   */
  public static LambdaHost start(
      LambdaForm form,
      EmulatedCloud cloud,
      Path folder,
      UnaryOperator<LambdaSettings> change,
      String... flags)
      throws IOException {
    BuildOutputs build = new BuildOutputs(RunningClouds.home());
    List<String> jvmFlags = new ArrayList<>(cloud.tls().jvmOptions());
    jvmFlags.addAll(List.of(flags));
    Map<String, URI> endpoints = new LinkedHashMap<>();
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
    return LambdaHost.start(
        "aws",
        0,
        change.apply(
            new LambdaSettings(
                form.handler(), 1024, Duration.ofSeconds(60), Duration.ofSeconds(30), 1)),
        form.function(build),
        ClassPaths.jarsIn(build.lambdaRuntime()),
        jvmFlags,
        FunctionEnvironment.of(HostCloud.AWS, config, Map.of(), cloud.identities(), folder),
        new ChildLogs(folder, Optional.empty()));
  }
}
