// The trust between the emulated clouds, as Terraform would set it up on real ones: whom each of
// them
// lets in, and what those may do.
package dev.trefoil.emulators.cloud;

import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.aws.AwsAccount;
import dev.trefoil.emulators.identity.aws.AwsRole;
import dev.trefoil.emulators.identity.aws.WebIdentityTrust;
import dev.trefoil.emulators.identity.entra.EntraApplication;
import dev.trefoil.emulators.identity.entra.EntraApplication.FederatedCredential;
import dev.trefoil.emulators.identity.entra.EntraTenant;
import dev.trefoil.emulators.identity.google.PoolProvider;
import dev.trefoil.emulators.identity.google.WorkloadPool;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Policies by cloud. */
final class TrustPolicies {

  static final String TENANT = "5f0e6b6a-6f6c-4d0b-9a39-2f7f3c0f9d11";
  static final String CLIENT_ID = "c1a6a9d2-7b5e-4f0a-8d3c-1e2f3a4b5c6d";
  static final String CLIENT_OBJECT_ID = "91d2c7e5-3f64-4b8a-a0c9-6e5d4c3b2a10";
  static final String ENTRA_AUDIENCE = "api://AzureADTokenExchange";
  static final String APPLICATION_ID_URI = "api://trefoil-federation";
  static final String AWS_AUDIENCE = "https://trefoil.example.com/aws";
  static final String AWS_ISSUER =
      "https://a1d2b0fd-1177-4468-9351-2f6723000000.tokens.sts.global.api.aws";
  static final AwsRole FEDERATED =
      new AwsRole(AwsContainerCredentialsEmulator.ACCOUNT, "trefoil-federated");

  private static final AwsRole FUNCTION = AwsContainerCredentialsEmulator.ROLE;
  private static final String BEDROCK = "bedrock:InvokeModel";
  private static final String MANTLE = "bedrock-mantle:CreateInference";
  private static final String GUARDRAIL = "bedrock:ApplyGuardrail";

  /** What the function's own role may do, as far as an emulator asks. */
  private static final Set<String> FUNCTION_ACTIONS =
      Set.of(
          BEDROCK,
          MANTLE,
          GUARDRAIL,
          "sts:GetWebIdentityToken",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query");

  private TrustPolicies() {}

  /** In Entra: an application with a federated credential for each of the other clouds. */
  static EntraTenant tenant(TokenLedger ledger, Clock clock) {
    var application =
        new EntraApplication(
            CLIENT_ID,
            CLIENT_OBJECT_ID,
            List.of(
                new FederatedCredential(AWS_ISSUER, FUNCTION.arn(), ENTRA_AUDIENCE),
                new FederatedCredential(
                    GoogleMetadataEmulator.ISSUER,
                    GoogleMetadataEmulator.UNIQUE_ID,
                    ENTRA_AUDIENCE)));
    return new EntraTenant(
        TENANT,
        Map.of(CLIENT_ID, application),
        List.of(
            AzureIdentityEmulator.COGNITIVE_SERVICES,
            AzureIdentityEmulator.FOUNDRY,
            AzureIdentityEmulator.SEARCH,
            "https://vault.azure.net",
            "https://storage.azure.com",
            APPLICATION_ID_URI),
        ledger,
        clock);
  }

  /** On AWS: the function's own role, and one that the other clouds' identities may assume. */
  static AwsAccount account(String entraIssuer, TokenLedger ledger, Clock clock) {
    var fromAzure =
        new WebIdentityTrust(
            entraIssuer, Map.of("aud", APPLICATION_ID_URI, "sub", AzureIdentityEmulator.PRINCIPAL));
    var fromGoogle =
        new WebIdentityTrust(
            GoogleMetadataEmulator.ISSUER,
            Map.of(
                "aud", GoogleMetadataEmulator.UNIQUE_ID,
                "oaud", AWS_AUDIENCE,
                "sub", GoogleMetadataEmulator.UNIQUE_ID));
    return new AwsAccount(
        AwsContainerCredentialsEmulator.ACCOUNT,
        Map.of(
            FUNCTION.name(),
            new AwsAccount.Role(FUNCTION_ACTIONS, List.of()),
            FEDERATED.name(),
            new AwsAccount.Role(
                Set.of(BEDROCK, MANTLE, GUARDRAIL), List.of(fromAzure, fromGoogle))),
        Map.of(entraIssuer, List.of(APPLICATION_ID_URI), GoogleMetadataEmulator.ISSUER, List.of()),
        ledger,
        clock);
  }

  /** In Google Cloud: a pool with a provider for each of the other clouds. */
  static WorkloadPool pool(String entraIssuer) {
    return new WorkloadPool(
        GoogleMetadataEmulator.PROJECT_NUMBER,
        "trefoil",
        List.of(
            new PoolProvider.Aws(
                "aws", AwsContainerCredentialsEmulator.ACCOUNT, Set.of(FUNCTION.assumed())),
            new PoolProvider.Oidc(
                "azure",
                entraIssuer,
                List.of(APPLICATION_ID_URI),
                Set.of(AzureIdentityEmulator.PRINCIPAL))));
  }

  /** In Azure: the object ids that may call Azure OpenAI. */
  static Set<String> azureOpenAiUsers() {
    return Set.of(AzureIdentityEmulator.PRINCIPAL, CLIENT_OBJECT_ID);
  }

  /** In Azure: the object ids that may call Claude in Foundry. */
  static Set<String> foundryUsers() {
    return Set.of(AzureIdentityEmulator.PRINCIPAL, CLIENT_OBJECT_ID);
  }

  /** In Azure: the object ids that may read and write indices of Azure AI Search. */
  static Set<String> searchUsers() {
    return Set.of(AzureIdentityEmulator.PRINCIPAL, CLIENT_OBJECT_ID);
  }

  /** In Google Cloud: the principals that may call Vertex AI. */
  static Set<String> vertexUsers(WorkloadPool pool) {
    return Set.of(
        GoogleMetadataEmulator.PRINCIPAL,
        pool.principal(FUNCTION.assumed()),
        pool.principal(AzureIdentityEmulator.PRINCIPAL));
  }
}
