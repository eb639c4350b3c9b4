package dev.trefoil.identity;

import dev.trefoil.OwnProcess;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.cloud.Trust;
import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process with the environment that a cloud gives to a function, since the vendors' libraries
 * read real environment variables.
 */
final class HostProcess {
  private HostProcess() {}

  /**
   * Runs a program, with the cloud's name as its argument, to its end.
   *
   * @param more names to be added to {@code identity.azure} and {@code identity.gcp}, by cloud
   * @param variables environment variables to be added
   * @return what it printed
   */
  static List<String> run(
      Class<?> program,
      HostCloud host,
      EmulatedIdentities identities,
      LoopbackTls tls,
      Map<String, String> more,
      Map<String, String> variables)
      throws IOException, InterruptedException {
    Map<String, String> environment = new LinkedHashMap<>(identities.environment(host));
    environment.putAll(identities.loopback());
    environment.putAll(variables);
    environment.put("TREFOIL_CONFIG", config(identities.trust(), more));
    environment.put("HOME", "/nonexistent");
    return OwnProcess.run(program, tls.jvmOptions(), List.of(host.name()), environment);
  }

  private static String config(Trust trust, Map<String, String> more) {
    return """
    auth: none
    services: {azure: {kind: azure-openai, endpoint: "https://a.example"}}
    routes: {chat: {targets: [azure/gpt-5.4]}}
    identity:
      aws: {roleArn: "%s", audience: "%s"}
      azure: {tenant: "%s", clientId: "%s", applicationIdUri: "%s"%s}
      gcp: {awsProvider: "%s", azureProvider: "%s", tokenUrl: "%s"%s}
    """
        .formatted(
            trust.roleArn(),
            trust.awsAudience(),
            trust.tenantId(),
            trust.clientId(),
            trust.applicationIdUri(),
            more.getOrDefault("azure", ""),
            trust.awsPoolProvider(),
            trust.azurePoolProvider(),
            trust.googleTokenUrl(),
            more.getOrDefault("gcp", ""));
  }
}
