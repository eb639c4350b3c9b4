package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.deployment.Tool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What AWS's real provider plans of the modules as the pages apply them: by themselves, with the
 * region and the credentials of the environment.
 */
class AwsPlansTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static MotoServer moto;
  private static InitialisedModules modules;

  @TempDir static Path initialised;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Tool.needed("terraform");
    moto = MotoServer.start();
    Map<String, String> environment = new HashMap<>(AwsProvider.environment(initialised));
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "test");
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    environment.put("AWS_ENDPOINT_URL", moto.url());
    modules = new InitialisedModules(initialised, environment, AwsProvider::needed);
  }

  @AfterAll
  static void end() {
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void aRoleIsPlannedThatOneServiceAccountOfGoogleBecomes() throws Exception {
    JsonNode role = planned(module("trust/gcp-to-aws"), "aws_iam_role.functions");
    assertThat(role.path("max_session_duration").asInt()).isEqualTo(3600);
    JsonNode trust = JSON.readTree(role.path("assume_role_policy").asText()).at("/Statement/0");
    assertThat(trust.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
    assertThat(trust.at("/Condition/StringEquals/accounts.google.com:sub").asText())
        .isEqualTo("104200000000000000000");
  }

  @Test
  void aRoleIsPlannedThatTokensOfOneTenantOfEntraBecome() throws Exception {
    PlannedModule module = module("trust/azure-to-aws");
    JsonNode issuer = planned(module, "aws_iam_openid_connect_provider.entra");
    assertThat(issuer.path("url").asText())
        .isEqualTo("https://sts.windows.net/00000000-0000-0000-0000-000000000000/");
    assertThat(issuer.at("/client_id_list/0").asText()).isEqualTo("api://trefoil.example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trust/gcp-to-aws | max_session_duration = 3600 | max_session_duration = 60 | expected max_session_duration",
        "trust/gcp-to-aws | name = \"trefoil-from-gcp\" | name = \"trefoil from gcp\" | invalid value for name",
        "trust/gcp-to-aws | policy = data.aws_iam_policy_document.models.json | policy = \"{\" | \"policy\"",
        "trust/azure-to-aws | url = \"https:// | url = \"http:// | \"url\"",
        "trust/azure-to-aws | max_session_duration = 3600 | max_session_duration = 50000 | expected max_session_duration",
        "trust/azure-to-aws | client_id_list = [var.application_id_uri] | client_id_lists = [] | \"client_id_list\"",
      })
  void theProviderRefusesAMistake(String module, String right, String wrong, String named)
      throws Exception {
    PlannedModule planned = module(module);
    planned.mistake(right, wrong);
    assertThat(planned.plans())
        .isNotEmpty()
        .allSatisfy(
            ran -> {
              assertThat(ran.exit()).isNotZero();
              assertThat(ran.errors()).contains(named);
            });
  }

  private PlannedModule module(String module) throws Exception {
    return modules.copy(module, folder.resolve("module"));
  }

  /** The values of a resource in the plan. */
  private static JsonNode planned(PlannedModule module, String address) throws Exception {
    for (JsonNode change : module.planned().path("resource_changes")) {
      assertThat(change.at("/change/actions/0").asText()).isIn("create", "read");
      if (change.path("address").asText().equals(address)) {
        return change.at("/change/after");
      }
    }
    throw new AssertionError(address + " is not planned");
  }
}
