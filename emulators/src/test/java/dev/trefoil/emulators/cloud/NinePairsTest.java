package dev.trefoil.emulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TokenLedger.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From each cloud, with nothing but its own identity, to all three model services. */
class NinePairsTest {

  private static EmulatedCloud start() {
    Map<String, ServiceKind> services = new LinkedHashMap<>();
    services.put("bedrock", ServiceKind.BEDROCK);
    services.put("azure", ServiceKind.AZURE_OPENAI);
    services.put("vertex", ServiceKind.VERTEX);
    return EmulatedCloud.start(services);
  }

  private static Child probe(EmulatedCloud cloud, HostCloud host)
      throws IOException, InterruptedException {
    Map<String, String> variables = new LinkedHashMap<>(cloud.identities().environment(host));
    variables.putAll(cloud.identities().loopback());
    return Child.java(
        cloud, variables, FederationProbe.class, FederationProbe.arguments(host, cloud));
  }

  @ParameterizedTest
  @EnumSource
  void theVendorsClientsReachAllServices(HostCloud host) throws IOException, InterruptedException {
    try (EmulatedCloud cloud = start()) {
      Child child = probe(cloud, host);
      String greeting = " hello from " + host;
      assertThat(child.output().lines())
          .contains("bedrock" + greeting, "azure" + greeting, "vertex" + greeting);
      Origin origin = origin(host, cloud);
      for (ModelEmulator model : cloud.models().values()) {
        assertThat(model.controls().journal())
            .singleElement()
            .satisfies(
                entry -> {
                  assertThat(entry.principal().replaceAll("/trefoil$", ""))
                      .isEqualTo(cloud.identities().principal(host, model.kind()));
                  assertThat(entry.origin().subject()).isEqualTo(origin.subject());
                  assertThat(entry.origin().issuer()).isIn(origin.issuer(), "sts.amazonaws.com");
                });
      }
      assertThat(cloud.identities().ledger().exchanges())
          .extracting(Exchange::outcome)
          .containsOnly("issued");
      cloud
          .identities()
          .ledger()
          .issued()
          .forEach(secret -> assertThat(child.output()).doesNotContain(secret));
    }
  }

  @Test
  void aHostWithoutItsIdentityReachesNothing() throws IOException, InterruptedException {
    try (EmulatedCloud cloud = start()) {
      // Azure's function on AWS: the names of the trust alone open nothing.
      Map<String, String> variables =
          new LinkedHashMap<>(cloud.identities().environment(HostCloud.AWS));
      variables.putAll(cloud.identities().loopback());
      Child child =
          Child.java(
              cloud,
              variables,
              FederationProbe.class,
              FederationProbe.arguments(HostCloud.AZURE, cloud));
      assertThat(child.output().lines().filter(line -> line.contains(" failed ")))
          .extracting(line -> line.substring(0, line.indexOf(' ')))
          .containsExactly("bedrock", "azure", "vertex");
      assertThat(cloud.models().get("bedrock").controls().journal())
          .extracting(JournalEntry::principal)
          .isEmpty();
    }
  }

  /** Whom the host cloud vouches for. */
  private static Origin origin(HostCloud host, EmulatedCloud cloud) {
    return switch (host) {
      case AWS ->
          new Origin(
              "https://a1d2b0fd-1177-4468-9351-2f6723000000.tokens.sts.global.api.aws",
              "arn:aws:iam::123456789012:role/trefoil-function");
      case AZURE ->
          new Origin(
              "https://sts.windows.net/" + cloud.identities().trust().tenantId() + "/",
              AzureIdentityEmulator.PRINCIPAL);
      case GCP -> new Origin("https://accounts.google.com", GoogleMetadataEmulator.UNIQUE_ID);
    };
  }
}
