package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.identity.IdentitySettings;
import dev.trefoil.identity.Origin;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityReaderTest {
  private static final String SMALL =
      """
      services: {azure: {kind: azure-openai, endpoint: "https://a.example"}}
      routes: {chat: {targets: [azure/gpt-5.4]}}
      """;

  @Test
  void withoutTheSectionThereIsNoTrustAndTheHostIsTheAdapters() {
    assertThat(identity("", Map.of())).isEqualTo(IdentitySettings.NONE);
  }

  @Test
  void theNamesAreRead() {
    String yaml =
        """
        identity:
          host: azure
          aws:
            roleArn: arn:aws:iam::123456789012:role/trefoil
            audience: api://trefoil
          azure:
            tenant: 11111111-2222-3333-4444-555555555555
            clientId: 66666666-7777-8888-9999-000000000000
            applicationIdUri: api://trefoil-federation
            managedIdentity: 99999999-7777-8888-9999-000000000000
            keyVault: https://trefoil.vault.azure.net
          gcp:
            awsProvider: projects/1/locations/global/workloadIdentityPools/trefoil/providers/aws
            azureProvider: //iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/trefoil/providers/azure
            tokenUrl: https://sts.example/v1/token
            secretsProject: my-project
            secretManager: https://secretmanager.europe-west1.rep.googleapis.com
        """;

    String pool =
        "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/trefoil/providers/";
    assertThat(identity(yaml, Map.of()))
        .isEqualTo(
            new IdentitySettings(
                Optional.of(Origin.AZURE),
                new IdentitySettings.Aws(
                    Optional.of("arn:aws:iam::123456789012:role/trefoil"),
                    Optional.of("api://trefoil")),
                new IdentitySettings.Azure(
                    Optional.of("11111111-2222-3333-4444-555555555555"),
                    Optional.of("66666666-7777-8888-9999-000000000000"),
                    Optional.of("api://trefoil-federation"),
                    Optional.of("99999999-7777-8888-9999-000000000000"),
                    Optional.of(URI.create("https://trefoil.vault.azure.net"))),
                new IdentitySettings.Gcp(
                    Optional.of(pool + "aws"),
                    Optional.of(pool + "azure"),
                    Optional.of(URI.create("https://sts.example/v1/token")),
                    Optional.of("my-project"),
                    Optional.of(
                        URI.create("https://secretmanager.europe-west1.rep.googleapis.com")))));
  }

  @Test
  void aNameThatTheEnvironmentLeavesEmptyIsNotSet() {
    String yaml =
        """
        identity:
          host: "${HOST:-auto}"
          aws: {roleArn: "${ROLE:-}", audience: "${AUDIENCE:-}"}
        """;

    assertThat(identity(yaml, Map.of())).isEqualTo(IdentitySettings.NONE);
    IdentitySettings filled = identity(yaml, Map.of("HOST", "gcp", "AUDIENCE", "api://trefoil"));
    assertThat(filled.host()).contains(Origin.GCP);
    assertThat(identity(yaml, Map.of("HOST", "local")).host()).contains(Origin.LOCAL);
    assertThat(filled.aws().audience()).contains("api://trefoil");
    assertThat(filled.aws().roleArn()).isEmpty();
  }

  @Test
  void everyMistakeIsNamedWithItsPlace() {
    String yaml =
        """
        identity:
          host: ibm
          aws: {roleArn: trefoil, secretKey: abc}
          azure: {tenant: contoso, applicationIdUri: "api://trefoil/", keyVault: trefoil}
          gcp: {awsProvider: projects/my-project/x, tokenUrl: "http://sts.example", audience: "${NONE}"}
          other: {}
        """;

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> identity(yaml, Map.of()))
        .extracting(ConfigException::mistakes)
        .isEqualTo(
            List.of(
                "line 4, column 9: identity.host is not auto or aws or azure or gcp or local",
                "line 5, column 18: identity.aws.roleArn is not an IAM role's ARN",
                "line 5, column 38: identity.aws.secretKey is not known here",
                "line 6, column 19: identity.azure.tenant is not an Entra tenant's id",
                "line 6, column 46: identity.azure.applicationIdUri is not an application ID URI",
                "line 6, column 74: identity.azure.keyVault is not a URL with https or http",
                "line 7, column 22: identity.gcp.awsProvider is not a workload identity pool's"
                    + " provider: projects/NUMBER/locations/global/workloadIdentityPools/POOL/"
                    + "providers/NAME",
                "line 7, column 55: identity.gcp.tokenUrl is not a URL with https",
                "line 7, column 87: identity.gcp.audience is not known here",
                "line 8, column 10: identity.other is not known here"));
  }

  private static IdentitySettings identity(String yaml, Map<String, String> env) {
    return TrefoilConfig.parse(SMALL + yaml + "auth: none\n", env).identity();
  }
}
