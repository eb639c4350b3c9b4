package dev.trefoil.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.trefoil.deployment.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** containers/container-apps/app.yaml, by the part of Azure's API that it uses. */
class ContainerAppsTest {
  private static final String FILE = "container-apps/app.yaml";

  private JsonNode app;
  private JsonNode template;

  @BeforeEach
  void read() throws IOException {
    app = Manifests.file(FILE);
    template = app.at("/properties/template");
  }

  @Test
  void itIsValidAndWhatIsMisspeltIsFound() throws IOException {
    assertThat(mistakes(app)).isEmpty();
    ObjectNode ingress = (ObjectNode) app.at("/properties/configuration/ingress");
    ingress.put("targetPorts", 8080);
    assertThat(mistakes(app)).hasSize(1).first().asString().contains("targetPorts");
    ingress.remove("targetPorts");
    ingress.put("targetPort", "http");
    assertThat(mistakes(app)).hasSize(1);
  }

  @Test
  void portsAndVariablesAreTheServers() throws IOException {
    int port = Manifests.port();
    assertThat(app.at("/properties/configuration/ingress/targetPort").asInt()).isEqualTo(port);
    assertThat(app.at("/properties/configuration/ingress/allowInsecure").asBoolean(true)).isFalse();
    assertThat(template.findValues("httpGet"))
        .hasSize(3)
        .allSatisfy(get -> assertThat(get.path("port").asInt()).isEqualTo(port));
    assertThat(Manifests.variables()).containsAll(Manifests.names(env()));
    assertThat(Manifests.value(env(), "TREFOIL_HOST")).isEqualTo("azure");
  }

  @Test
  void aReplicaMayEndAsSlowlyAsItsStreams() {
    int drain = Integer.parseInt(Manifests.value(env(), "TREFOIL_DRAIN_SECONDS"));
    assertThat(drain)
        .isEqualTo(Integer.parseInt(Manifests.value(env(), "TREFOIL_TIMEOUT_SECONDS")));
    assertThat(template.path("terminationGracePeriodSeconds").asInt()).isBetween(drain + 5, 600);
  }

  @Test
  void itIsScaledByCallsDownToNone() {
    JsonNode scale = template.path("scale");
    assertThat(scale.path("minReplicas").asInt(-1)).isZero();
    assertThat(scale.at("/rules/0/http/metadata/concurrentRequests").asInt()).isPositive();
    assertThat(scale.path("rules").size())
        .as("a job that waits starts nothing, unless replicas take jobs")
        .isEqualTo(1);
    assertThat(app.toString()).as("no secret, by value or by name").doesNotContain("secret");
  }

  @Test
  void whereItTakesJobsTheirQueueScalesItAsTheSameIdentity() throws IOException {
    String text = Files.readString(Manifests.folder(FILE));
    String uncommented = text.replaceAll("(?m)^( +)# ((- name: jobs| +\\w+:).*)$", "$1$2");
    JsonNode withJobs = Manifests.read(uncommented).getFirst();
    assertThat(mistakes(withJobs)).isEmpty();
    JsonNode queue = withJobs.at("/properties/template/scale/rules/1/azureQueue");
    assertThat(Manifests.value(env(), "TREFOIL_JOBS_QUEUE_URL"))
        .as("the queue that is counted is the one that is worked on")
        .startsWith("https://" + queue.path("accountName").asText() + ".queue.")
        .endsWith("/" + queue.path("queueName").asText());
    assertThat(queue.path("identity").asText())
        .isEqualTo(app.at("/properties/configuration/registries/0/identity").asText())
        .isEqualTo(app.at("/identity/userAssignedIdentities").fieldNames().next());
  }

  @ParameterizedTest
  @CsvSource({
    "TREFOIL_JOBS_QUEUE_URL, queue, azurerm_storage_queue, jobs",
    "TREFOIL_JOBS_DEAD_LETTERS_URL, queue, azurerm_storage_queue, dead_letters",
    "TREFOIL_JOBS_TABLE, table, azurerm_storage_table, jobs",
    "TREFOIL_JOBS_BLOBS, blob, azurerm_storage_container, jobs"
  })
  void itsStoresAreThoseThatTerraformMakes(
      String variable, String service, String type, String resource) throws IOException {
    Matcher made =
        Pattern.compile("resource \"%s\" \"%s\" \\{\\s+name += \"(.+)\"".formatted(type, resource))
            .matcher(Files.readString(Repository.home().resolve("terraform/azure/jobs.tf")));
    assertThat(made.find()).isTrue();
    assertThat(Manifests.value(env(), variable))
        .isEqualTo("https://MY-STORAGE.%s.core.windows.net/%s".formatted(service, made.group(1)));
  }

  private JsonNode env() {
    return template.at("/containers/0/env");
  }

  private static Collection<ValidationMessage> mistakes(JsonNode app) throws IOException {
    try (InputStream in =
        ContainerAppsTest.class.getResourceAsStream("/azure/container-app-schema.json")) {
      Set<ValidationMessage> found =
          JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(in).validate(app);
      return found;
    }
  }
}
