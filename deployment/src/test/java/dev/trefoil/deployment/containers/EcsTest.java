package dev.trefoil.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.Tool;
import dev.trefoil.deployment.aws.CfnLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** containers/ecs/template.yaml as cfn-lint sees it, and by its resources. */
class EcsTest {
  private static final Path TEMPLATE = Manifests.folder("ecs/template.yaml");

  private static JsonNode template;

  @TempDir Path folder;

  @BeforeAll
  static void read() throws Exception {
    template = read(TEMPLATE);
  }

  private static JsonNode read(Path file) throws Exception {
    Tool.Ran ran =
        CfnLint.python()
            .run(
                "-c",
                "import json, sys; from cfnlint.decode import cfn_yaml;"
                    + " print(json.dumps(cfn_yaml.load(sys.argv[1])))",
                file.toString());
    assertThat(ran.exit()).as(ran.all()).isZero();
    return new ObjectMapper().readTree(ran.output());
  }

  @Test
  void cfnLintFindsNothing() throws Exception {
    Tool.Ran ran = CfnLint.tool().run("--", TEMPLATE.toString());
    assertThat(ran.exit()).as(ran.all()).isZero();
    assertThat(ran.output()).isBlank();
  }

  @Test
  void cfnLintWouldFindAWrongProperty() throws Exception {
    Path wrong =
        Files.writeString(
            folder.resolve("template.yaml"),
            Files.readString(TEMPLATE).replace("ReadonlyRootFilesystem", "ReadOnlyRootFilesystem"));
    Tool.Ran ran = CfnLint.tool().run("--", wrong.toString());
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("ReadOnlyRootFilesystem");
  }

  @Test
  void portsAreTheServersFromTheListenerToTheTask() throws Exception {
    int port = Manifests.port();
    assertThat(container().at("/PortMappings/0/ContainerPort").asInt()).isEqualTo(port);
    assertThat(property("Targets", "Port").asInt()).isEqualTo(port);
    assertThat(property("Service", "LoadBalancers/0/ContainerPort").asInt()).isEqualTo(port);
    assertThat(property("Service", "LoadBalancers/0/ContainerName").asText())
        .isEqualTo(container().path("Name").asText());
    JsonNode ingress = property("TaskSecurityGroup", "SecurityGroupIngress");
    assertThat(ingress.size()).isEqualTo(1);
    assertThat(ingress.at("/0/FromPort").asInt()).isEqualTo(port);
    assertThat(ingress.at("/0/ToPort").asInt()).isEqualTo(port);
    assertThat(ingress.at("/0/SourceSecurityGroupId/Ref").asText())
        .as("from nobody but the load balancer")
        .isEqualTo("LoadBalancerSecurityGroup");
    assertThat(property("Listener", "Protocol").asText()).isEqualTo("HTTPS");
  }

  @Test
  void variablesAreOnesThatTheServerKnows() throws Exception {
    List<String> names = new ArrayList<>();
    container().path("Environment").forEach(one -> names.add(one.path("Name").asText()));
    assertThat(names).contains("TREFOIL_HOST");
    assertThat(Manifests.variables()).containsAll(names);
  }

  @Test
  void aTaskMayEndAsSlowlyAsFargateLetsIt() {
    int stop = container().path("StopTimeout").asInt();
    assertThat(stop).isEqualTo(120);
    assertThat(number("TREFOIL_DRAIN_SECONDS")).isEqualTo(stop - 5);
    assertThat(
            attribute("Targets", "TargetGroupAttributes", "deregistration_delay.timeout_seconds"))
        .as("the load balancer lets streams end before the task is told to stop")
        .isEqualTo(String.valueOf(number("TREFOIL_TIMEOUT_SECONDS")));
    assertThat(attribute("LoadBalancer", "LoadBalancerAttributes", "idle_timeout.timeout_seconds"))
        .isEqualTo("300");
  }

  @Test
  void aTaskIsNobodyInParticularAndWritesNowhereButToItsOwnTmp() {
    assertThat(container().path("User").asText()).isEqualTo("65532:65532");
    assertThat(container().path("ReadonlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container().at("/MountPoints").findValuesAsText("ContainerPath"))
        .containsExactly("/tmp");
    assertThat(
            property("Service", "NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp").asText())
        .isEqualTo("DISABLED");
  }

  /** As template.yaml grants the functions, statement by statement. */
  @Test
  void theTasksRoleMayCallTheModelsThatAreNamedAndNothingElse() throws Exception {
    JsonNode statements = property("TaskRole", "Policies/0/PolicyDocument/Statement");
    assertThat(statements)
        .isEqualTo(
            read(Repository.home().resolve("template.yaml"))
                .at("/Resources/ModelAccess/Properties/PolicyDocument/Statement"));
    assertThat(statements.findValuesAsText("Sid"))
        .containsExactly("Profiles", "ModelsBehindThem", "DefaultProject", "Mantle", "Guardrails");
    assertThat(statements.at("/1/Condition/ArnEquals/bedrock:InferenceProfileArn/Ref").asText())
        .as("no model but through a profile that is named")
        .isEqualTo("InferenceProfileArns");
    assertThat(statements.at("/3/Fn::If/0").asText()).isEqualTo("UsesMantle");
    assertThat(template.at("/Parameters/CallsMantle/Default").asText()).isEqualTo("false");
    assertThat(statements.at("/4/Fn::If/0").asText()).isEqualTo("HasGuardrails");
    assertThat(template.at("/Parameters/GuardrailArns/Default").asText()).isEmpty();
    assertThat(property("ExecutionRole", "").has("Policies")).isFalse();
    assertThat(property("TaskRole", "ManagedPolicyArns").toString())
        .doesNotContain("AmazonECSTaskExecutionRolePolicy");
    assertThat(property("Task", "TaskRoleArn").toString()).contains("TaskRole");
    assertThat(property("Task", "ExecutionRoleArn").toString()).contains("ExecutionRole");
  }

  @Test
  void tasksAreAddedByProcessorAndByCalls() {
    assertThat(template.at("/Parameters/LeastTasks/Default").asInt()).isEqualTo(2);
    assertThat(template.at("/Parameters/MostTasks/Default").asInt()).isEqualTo(20);
    assertThat(target("ScalingByCpu")).isEqualTo("ECSServiceAverageCPUUtilization 70");
    assertThat(target("ScalingByCalls"))
        .as("a hundred a second")
        .isEqualTo("ALBRequestCountPerTarget 6000");
  }

  private static String target(String policy) {
    JsonNode tracking = property(policy, "TargetTrackingScalingPolicyConfiguration");
    return tracking.at("/PredefinedMetricSpecification/PredefinedMetricType").asText()
        + " "
        + tracking.path("TargetValue").asInt();
  }

  private static String attribute(String resource, String list, String key) {
    for (JsonNode attribute : property(resource, list)) {
      if (attribute.path("Key").asText().equals(key)) {
        return attribute.path("Value").asText();
      }
    }
    throw new AssertionError(resource + " has no " + key);
  }

  private static int number(String variable) {
    for (JsonNode one : container().path("Environment")) {
      if (one.path("Name").asText().equals(variable)) {
        return one.path("Value").asInt();
      }
    }
    throw new AssertionError(variable);
  }

  private static JsonNode container() {
    return property("Task", "ContainerDefinitions/0");
  }

  private static JsonNode property(String resource, String path) {
    JsonNode properties = template.at("/Resources/" + resource + "/Properties");
    assertThat(properties.isObject()).as(resource).isTrue();
    return path.isEmpty() ? properties : properties.at("/" + path);
  }
}
