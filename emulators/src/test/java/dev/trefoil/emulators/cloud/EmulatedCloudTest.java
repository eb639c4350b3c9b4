package dev.trefoil.emulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class EmulatedCloudTest {

  private static final Map<String, ServiceKind> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("bedrock", ServiceKind.BEDROCK);
    SERVICES.put("azure", ServiceKind.AZURE_OPENAI);
    SERVICES.put("vertex_ai", ServiceKind.VERTEX);
  }

  private record Ended(int exitCode, String output) {}

  /** Runs a command with the environment that a function process gets. */
  private static Ended run(EmulatedCloud cloud, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("AWS_") || name.startsWith("AZURE_") || name.startsWith("GOOGLE_"));
    environment.putAll(cloud.environment());
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theVendorsClientsNeedNothingButTheEnvironmentAndTheTrustStore()
      throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(SERVICES)) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.addAll(cloud.tls().jvmOptions());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(VendorProbe.class.getName());
      cloud.models().values().forEach(model -> command.add(model.endpoint().toString()));
      Ended probe = run(cloud, command);
      assertThat(probe.output().lines())
          .contains(
              "converse end_turn 4/4 hello from the probe",
              "converseStream end_turn 4/4 [hello][ from][ the][ probe]",
              "chat stop 4/4 hello from the probe",
              "generateContent STOP 4/4 hello from the probe",
              "streamGenerateContent STOP 4/4 [hello][ from][ the][ probe]");
      assertThat(principals(cloud, "bedrock"))
          .containsExactly(
              AwsContainerCredentialsEmulator.PRINCIPAL, AwsContainerCredentialsEmulator.PRINCIPAL);
      assertThat(principals(cloud, "azure")).containsExactly(AzureIdentityEmulator.PRINCIPAL);
      assertThat(principals(cloud, "vertex_ai"))
          .containsExactly(GoogleMetadataEmulator.PRINCIPAL, GoogleMetadataEmulator.PRINCIPAL);
    }
  }

  @Test
  void boto3GetsAnswersFromBedrock() throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(Map.of("bedrock", ServiceKind.BEDROCK))) {
      assumeTrue(hasBoto3(cloud), "skipped: python3 with boto3 is not here");
      String script =
          """
          import boto3, sys
          from botocore.config import Config
          client = boto3.client("bedrock-runtime", region_name="us-east-1",
              endpoint_url=sys.argv[1], config=Config(retries={"total_max_attempts": 1}))
          ask = dict(modelId="us.anthropic.claude-haiku-4-5-20251001-v1:0",
              messages=[{"role": "user", "content": [{"text": "hello from boto3"}]}])
          whole = client.converse(**ask)
          print(whole["stopReason"], whole["output"]["message"]["content"][0]["text"])
          events = list(client.converse_stream(**ask)["stream"])
          print([next(iter(e)) for e in events])
          print([e["contentBlockDelta"]["delta"]["text"] for e in events if "contentBlockDelta" in e])
          print(events[-1]["metadata"]["usage"]["totalTokens"])
          """;
      String endpoint = cloud.models().get("bedrock").endpoint().toString();
      Ended python = run(cloud, List.of("python3", "-W", "ignore", "-c", script, endpoint));
      assertThat(python.output().lines())
          .containsExactly(
              "end_turn hello from boto3",
              "['messageStart', 'contentBlockDelta', 'contentBlockDelta', 'contentBlockDelta',"
                  + " 'contentBlockStop', 'messageStop', 'metadata']",
              "['hello', ' from', ' boto3']",
              "6");
      assertThat(python.exitCode()).isZero();
      assertThat(principals(cloud, "bedrock"))
          .hasSize(2)
          .containsOnly(AwsContainerCredentialsEmulator.PRINCIPAL);
    }
  }

  @Test
  void severalServicesOfAKindAreTheirOwn() {
    try (var cloud =
        EmulatedCloud.start(Map.of("a", ServiceKind.VERTEX, "b", ServiceKind.VERTEX))) {
      ModelEmulator a = cloud.model("a").orElseThrow();
      ModelEmulator b = cloud.model("b").orElseThrow();
      assertThat(a.endpoint()).isNotEqualTo(b.endpoint());
      assertThat(a.controls()).isNotSameAs(b.controls());
      assertThat(cloud.model("c")).isEmpty();
    }
  }

  @Test
  void afterTheEndNobodyListens() {
    var cloud = EmulatedCloud.start(SERVICES);
    List<URI> endpoints = cloud.models().values().stream().map(ModelEmulator::endpoint).toList();
    assertThat(cloud.environment())
        .containsOnlyKeys(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER",
            "GCE_METADATA_HOST");
    cloud.close();
    cloud.close();
    assertThat(endpoints)
        .hasSize(3)
        .allSatisfy(
            endpoint ->
                Assertions.assertThatThrownBy(
                        () -> new Socket(endpoint.getHost(), endpoint.getPort()).close())
                    .isInstanceOf(ConnectException.class));
    assertThat(cloud.tls().trustStore()).doesNotExist();
  }

  private static List<String> principals(EmulatedCloud cloud, String service) {
    return cloud.models().get(service).controls().journal().stream()
        .map(JournalEntry::principal)
        .toList();
  }

  private static boolean hasBoto3(EmulatedCloud cloud) throws InterruptedException {
    try {
      return run(cloud, List.of("python3", "-c", "import boto3")).exitCode() == 0;
    } catch (IOException e) {
      // No python3 at all.
      return false;
    }
  }
}
