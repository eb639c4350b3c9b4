package dev.trefoil.emulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class EmulatedCloudTest {

  private static final Map<String, ServiceKind> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("bedrock", ServiceKind.BEDROCK);
    SERVICES.put("azure", ServiceKind.AZURE_OPENAI);
    SERVICES.put("vertex_ai", ServiceKind.VERTEX);
  }

  @Test
  void theVendorsClientsNeedNothingButTheEnvironmentAndTheTrustStore()
      throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(SERVICES)) {
      Child probe =
          Child.java(
              cloud,
              cloud.environment(),
              VendorProbe.class,
              cloud.models().values().stream().map(m -> m.endpoint().toString()).toList());
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
            "GCE_METADATA_HOST",
            "AWS_REGION");
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
}
