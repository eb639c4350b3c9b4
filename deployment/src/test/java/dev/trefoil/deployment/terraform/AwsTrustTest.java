package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.deployment.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trust of AWS in the two other clouds, by the real provider: applied to moto_server (which
 * validates it first), asserted and destroyed.
 */
class AwsTrustTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String PROFILE =
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6";
  private static final String OF_GPT =
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.openai.gpt-6-sol";
  private static final String MODEL =
      "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-6";
  private static final String GUARDRAIL =
      "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr4trefoil01";
  private static final String ROOT =
      """
      provider "aws" {
        region                      = "us-east-1"
        access_key                  = "test"
        secret_key                  = "test"
        skip_credentials_validation = true
        skip_requesting_account_id  = true
        skip_metadata_api_check     = true
        skip_region_validation      = true

        endpoints {
          iam = "MOTO"
          sts = "MOTO"
        }
      }

      module "azure" {
        source                        = "./azure-to-aws"
        tenant_id                     = "TENANT"
        application_id_uri            = "api://trefoil-federation"
        managed_identity_principal_id = "99999999-0000-0000-0000-000000000000"
        inference_profile_arns        = ["PROFILE"]
        foundation_model_arns         = ["MODEL"]
      }

      module "gcp" {
        source                    = "./gcp-to-aws"
        google_service_account_id = "104200000000000000000"
        inference_profile_arns    = ["PROFILE", "OF_GPT"]
        foundation_model_arns     = ["MODEL"]
        guardrail_arns            = ["GUARDRAIL"]
        mantle                    = true
      }

      output "azure" {
        value = { environment = module.azure.environment, identity = module.azure.identity }
      }

      output "gcp" {
        value = { environment = module.gcp.environment, identity = module.gcp.identity }
      }
      """;

  @TempDir Path folder;

  @Test
  void functionsElsewhereBecomeRolesThatCallTheNamedModelsOnly() throws Exception {
    Tool.needed("terraform");
    try (MotoServer moto = MotoServer.start()) {
      Terraform terraform = root(moto);
      ok(terraform.run("apply", "-auto-approve", "-input=false", "-no-color"));

      JsonNode outputs = JSON.readTree(terraform.run("output", "-json").output());
      assertAzure(moto, outputs.at("/azure/value"));
      assertGoogle(moto, outputs.at("/gcp/value"));
      JsonNode azure = rights(moto, "trefoil-from-azure");
      assertThat(azure).as("nothing more").hasSize(2);
      assertModels(azure, List.of(PROFILE));
      JsonNode gcp = rights(moto, "trefoil-from-gcp");
      assertThat(gcp).as("nothing more").hasSize(5);
      assertModels(gcp, List.of(PROFILE, OF_GPT));
      assertRight(
          gcp.path(2),
          "bedrock:InvokeModel",
          "arn:aws:bedrock:us-east-1:123456789012:project/default");
      assertRight(
          gcp.path(3), "bedrock-mantle:CreateInference", "arn:aws:bedrock-mantle:*:*:project/*");
      assertRight(gcp.path(4), "bedrock:ApplyGuardrail", GUARDRAIL);

      ok(terraform.run("destroy", "-auto-approve", "-refresh=false", "-input=false", "-no-color"));
      assertThat(moto.iam("Action=ListRoles", "Roles")).doesNotContain("trefoil-from-");
      assertThat(moto.iam("Action=ListOpenIDConnectProviders", "OpenIDConnectProviderList"))
          .doesNotContain("sts.windows.net");
    }
  }

  private static void assertAzure(MotoServer moto, JsonNode outputs) throws Exception {
    String arn = outputs.at("/environment/TREFOIL_AWS_ROLE_ARN").asText();
    assertThat(arn).isEqualTo("arn:aws:iam::123456789012:role/trefoil-from-azure");
    assertThat(outputs.at("/identity/aws/roleArn").asText()).isEqualTo(arn);

    JsonNode trust = trust(moto, "trefoil-from-azure");
    String provider = trust.at("/Principal/Federated").asText();
    assertThat(provider).endsWith(":oidc-provider/sts.windows.net/" + TENANT + "/");
    assertThat(trust.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
    JsonNode equal = trust.at("/Condition/StringEquals");
    assertThat(equal.path("sts.windows.net/" + TENANT + "/:aud").asText())
        .isEqualTo("api://trefoil-federation");
    assertThat(equal.path("sts.windows.net/" + TENANT + "/:sub").asText())
        .isEqualTo("99999999-0000-0000-0000-000000000000");
    assertThat(
            moto.iam(
                "Action=GetOpenIDConnectProvider&OpenIDConnectProviderArn=" + provider,
                "ClientIDList"))
        .contains("api://trefoil-federation");
  }

  private static void assertGoogle(MotoServer moto, JsonNode outputs) throws Exception {
    assertThat(outputs.at("/environment/TREFOIL_AWS_AUDIENCE").asText()).isEqualTo("trefoil-aws");
    assertThat(outputs.at("/identity/aws/audience").asText()).isEqualTo("trefoil-aws");
    assertThat(outputs.at("/identity/aws/roleArn").asText())
        .isEqualTo(outputs.at("/environment/TREFOIL_AWS_ROLE_ARN").asText())
        .endsWith(":role/trefoil-from-gcp");

    JsonNode trust = trust(moto, "trefoil-from-gcp");
    assertThat(trust.at("/Principal/Federated").asText()).isEqualTo("accounts.google.com");
    JsonNode equal = trust.at("/Condition/StringEquals");
    assertThat(equal.path("accounts.google.com:aud").asText()).isEqualTo("104200000000000000000");
    assertThat(equal.path("accounts.google.com:oaud").asText()).isEqualTo("trefoil-aws");
    assertThat(equal.path("accounts.google.com:sub").asText()).isEqualTo("104200000000000000000");
  }

  /** The statements of a role's policy. */
  private static JsonNode rights(MotoServer moto, String role) throws Exception {
    return JSON.readTree(
            moto.iam("Action=GetRolePolicy&PolicyName=models&RoleName=" + role, "PolicyDocument"))
        .path("Statement");
  }

  private static void assertRight(JsonNode statement, String action, String resource) {
    assertThat(statement.path("Action").asText()).isEqualTo(action);
    assertThat(statement.path("Resource").asText()).isEqualTo(resource);
    assertThat(statement.has("Condition")).isFalse();
  }

  /** In a policy one text stands for a list of one. */
  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static void assertModels(JsonNode statements, List<String> profiles) {
    assertThat(List.of(statements.path(0), statements.path(1)))
        .allSatisfy(
            statement ->
                assertThat(statement.path("Action"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder(
                        "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"));
    assertThat(texts(statements.at("/0/Resource"))).containsExactlyInAnyOrderElementsOf(profiles);
    assertThat(statements.at("/1/Resource").asText()).isEqualTo(MODEL);
    assertThat(texts(statements.at("/1/Condition/ArnEquals/bedrock:InferenceProfileArn")))
        .containsExactlyInAnyOrderElementsOf(profiles);
  }

  private static JsonNode trust(MotoServer moto, String role) throws Exception {
    String document = moto.iam("Action=GetRole&RoleName=" + role, "AssumeRolePolicyDocument");
    return JSON.readTree(document).at("/Statement/0");
  }

  private Terraform root(MotoServer moto) throws Exception {
    Path root = folder.resolve("root");
    Map<String, String> environment = AwsProvider.environment(folder);
    Terraform.of("trust/azure-to-aws", root.resolve("azure-to-aws"), environment);
    Terraform.of("trust/gcp-to-aws", root.resolve("gcp-to-aws"), environment);
    Terraform terraform = Terraform.at(root, environment);
    Files.writeString(
        root.resolve("main.tf"),
        ROOT.replace("MOTO", moto.url())
            .replace("TENANT", TENANT)
            .replace("PROFILE", PROFILE)
            .replace("OF_GPT", OF_GPT)
            .replace("MODEL", MODEL)
            .replace("GUARDRAIL", GUARDRAIL));
    AwsProvider.needed(terraform.init());
    return terraform;
  }

  private static void ok(Tool.Ran ran) {
    assertThat(ran.exit()).as(ran.all()).isZero();
  }
}
