package dev.trefoil.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.Tool;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** containers/kubernetes, as Kustomize makes it of each overlay. */
class KubernetesTest {
  private static final Map<String, List<JsonNode>> RENDERED = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"base", "eks", "aks", "gke"})
  void everyResourceHasOnlyFieldsOfItsKind(String overlay) throws Exception {
    List<JsonNode> all = render(overlay);
    assertThat(all)
        .extracting(resource -> resource.path("kind").asText())
        .containsExactlyInAnyOrder(
            "ConfigMap",
            "ServiceAccount",
            "Deployment",
            "Service",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "HorizontalPodAutoscaler");
    for (JsonNode resource : all) {
      StrictKubernetes.check(resource);
    }
  }

  @Test
  void aFieldThatIsMisspeltOrOfAnotherTypeWouldBeFound() throws Exception {
    JsonNode deployment = one("base", "Deployment").deepCopy();
    ObjectNode security = (ObjectNode) container(deployment).path("securityContext");
    security.put("readOnlyRootFileSystem", true);
    assertThatThrownBy(() -> StrictKubernetes.check(deployment))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("readOnlyRootFileSystem");
    security.remove("readOnlyRootFileSystem");
    StrictKubernetes.check(deployment);
    security.put("runAsUser", "nobody");
    assertThatThrownBy(() -> StrictKubernetes.check(deployment))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("runAsUser");
  }

  @Test
  void portsAndProbesAreTheServers() throws Exception {
    JsonNode container = container(one("base", "Deployment"));
    assertThat(container.at("/ports/0/name").asText()).isEqualTo("http");
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(Manifests.port());
    assertThat(container.at("/ports/1/containerPort").asText())
        .isEqualTo(data("base").path("TREFOIL_METRICS_PORT").asText());
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("http");
    }
    assertThat(one("base", "Service").at("/spec/ports").size())
        .as("metrics have no key, and stay inside")
        .isEqualTo(1);
    assertThat(one("base", "Service").at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
    assertThat(
            one("base", "Deployment")
                .at("/spec/template/metadata/annotations")
                .path("prometheus.io/port")
                .asText())
        .isEqualTo(data("base").path("TREFOIL_METRICS_PORT").asText());
  }

  @Test
  void aPodMayEndAsSlowlyAsItsStreams() throws Exception {
    JsonNode pod = one("base", "Deployment").at("/spec/template/spec");
    int drain = data("base").path("TREFOIL_DRAIN_SECONDS").asInt();
    assertThat(drain).isEqualTo(data("base").path("TREFOIL_TIMEOUT_SECONDS").asInt()).isPositive();
    int pause = container(one("base", "Deployment")).at("/lifecycle/preStop/sleep/seconds").asInt();
    assertThat(pause).isPositive();
    assertThat(pod.path("terminationGracePeriodSeconds").asInt())
        .isGreaterThanOrEqualTo(pause + drain + 5);
  }

  @Test
  void aPodIsNobodyInParticularAndWritesNowhereButToItsOwnTmp() throws Exception {
    JsonNode pod = one("base", "Deployment").at("/spec/template/spec");
    JsonNode security = container(one("base", "Deployment")).path("securityContext");
    String dockerfile = Files.readString(Repository.home().resolve("Dockerfile"));
    assertThat(dockerfile)
        .contains(
            "USER %d:%d"
                .formatted(
                    pod.at("/securityContext/runAsUser").asInt(),
                    pod.at("/securityContext/runAsGroup").asInt()));
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(container(one("base", "Deployment")).at("/volumeMounts").toString())
        .isEqualTo("[{\"mountPath\":\"/tmp\",\"name\":\"tmp\"}]");
  }

  @Test
  void theAutoscalerGoesByProcessorAndCallsUpAtOnceAndDownSlowly() throws Exception {
    JsonNode spec = one("base", "HorizontalPodAutoscaler").path("spec");
    assertThat(spec.path("minReplicas").asInt()).isEqualTo(2);
    assertThat(spec.path("maxReplicas").asInt()).isEqualTo(20);
    assertThat(spec.at("/metrics/0/resource/target/averageUtilization").asInt()).isEqualTo(70);
    assertThat(spec.at("/metrics/1/pods/target/averageValue").asText()).isEqualTo("100");
    assertThat(rule(spec.at("/behavior/scaleDown"))).isEqualTo("300 Percent 50 60");
    assertThat(rule(spec.at("/behavior/scaleUp"))).isEqualTo("0 Percent 100 30");
    assertThat(spec.at("/scaleTargetRef/name").asText())
        .isEqualTo(one("base", "Deployment").at("/metadata/name").asText());
    assertThat(one("base", "Deployment").path("spec").has("replicas"))
        .as("or each apply would undo what the autoscaler did")
        .isFalse();
    String metric = spec.at("/metrics/1/pods/metric/name").asText();
    assertThat(Files.readString(Repository.home().resolve("docs/telemetry.md")))
        .as("the rule that makes it of the server's counter")
        .contains("matches: \"^http_requests_total$\", as: \"" + metric + "\"");
  }

  private static String rule(JsonNode behaviour) {
    JsonNode policy = behaviour.at("/policies/0");
    assertThat(behaviour.path("policies").size()).isEqualTo(1);
    return "%d %s %d %d"
        .formatted(
            behaviour.path("stabilizationWindowSeconds").asInt(-1),
            policy.path("type").asText(),
            policy.path("value").asInt(),
            policy.path("periodSeconds").asInt());
  }

  @ParameterizedTest
  @CsvSource({"eks, aws", "aks, azure", "gke, gcp"})
  void eachOverlayHasItsCloudAndVariablesThatTheServerKnows(String overlay, String cloud)
      throws Exception {
    JsonNode data = data(overlay);
    assertThat(data.path("TREFOIL_HOST").asText()).isEqualTo(cloud);
    List<String> names = new ArrayList<>();
    data.fieldNames().forEachRemaining(names::add);
    assertThat(Manifests.variables()).containsAll(names);
    assertThat(names)
        .as("what the base says holds too")
        .contains("TREFOIL_DRAIN_SECONDS", "TREFOIL_METRICS_PORT");
    JsonNode container = container(one(overlay, "Deployment"));
    assertThat(container.at("/envFrom/0/configMapRef/name").asText())
        .as("another configuration is another name, and so another pod")
        .isEqualTo(one(overlay, "ConfigMap").at("/metadata/name").asText())
        .matches("trefoil-[a-z0-9]{10}");
    assertThat(container.path("image").asText()).isEqualTo("MY-REGISTRY/trefoil:MY-TAG");
    for (JsonNode resource : render(overlay)) {
      assertThat(resource.at("/metadata/namespace").asText()).isEqualTo("trefoil");
    }
  }

  /** None of it reaches a metadata service but the one that its identity comes from. */
  @ParameterizedTest
  @CsvSource({
    "base, ''",
    "aks, ''",
    "eks, 169.254.170.23/32:80",
    "gke, 169.254.169.252/32:988 169.254.169.254/32:80 169.254.20.10/32:53"
  })
  void linkLocalAddressesAreOpenForIdentityAlone(String overlay, String open) throws Exception {
    List<String> linkLocal = new ArrayList<>();
    for (JsonNode rule : one(overlay, "NetworkPolicy").at("/spec/egress")) {
      for (JsonNode to : rule.path("to")) {
        String cidr = to.at("/ipBlock/cidr").asText();
        if (cidr.startsWith("169.254.")) {
          linkLocal.add(cidr + ":" + rule.at("/ports/0/port").asText());
        } else if (!cidr.isEmpty()) {
          assertThat(to.at("/ipBlock/except").toString())
              .containsAnyOf("169.254.0.0/16", "fe80::/10");
          assertThat(rule.path("ports").toString()).isEqualTo("[{\"port\":443}]");
        }
      }
    }
    assertThat(String.join(" ", linkLocal)).isEqualTo(open);
  }

  @Test
  void onlyWhoSaysSoCallsAndOnlyWhoSaysSoScrapes() throws Exception {
    JsonNode policy = one("base", "NetworkPolicy").path("spec");
    assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(
            StreamSupport.stream(policy.path("ingress").spliterator(), false)
                .map(
                    rule ->
                        rule.at("/from/0/namespaceSelector/matchLabels")
                            + " "
                            + rule.at("/ports/0/port").asText()))
        .containsExactly(
            "{\"trefoil/calls\":\"true\"} http", "{\"trefoil/scrapes\":\"true\"} metrics");
  }

  @Test
  void everyCloudsIdentityIsBoundToTheServiceAccount() throws Exception {
    assertThat(one("aks", "ServiceAccount").at("/metadata/annotations").toString())
        .contains("azure.workload.identity/client-id");
    assertThat(one("aks", "Deployment").at("/spec/template/metadata/labels").toString())
        .contains("\"azure.workload.identity/use\":\"true\"");
    assertThat(one("gke", "ServiceAccount").at("/metadata/annotations").toString())
        .contains("iam.gke.io/gcp-service-account");
    assertThat(one("gke", "Deployment").at("/spec/template/spec").has("nodeSelector"))
        .as("Autopilot refuses the one for the metadata server")
        .isFalse();
    for (String overlay : List.of("eks", "aks", "gke")) {
      assertThat(one(overlay, "Deployment").at("/spec/template/spec/serviceAccountName").asText())
          .isEqualTo(one(overlay, "ServiceAccount").at("/metadata/name").asText());
    }
  }

  private static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  private static JsonNode data(String overlay) throws Exception {
    return one(overlay, "ConfigMap").path("data");
  }

  private static JsonNode one(String overlay, String kind) throws Exception {
    return render(overlay).stream()
        .filter(resource -> resource.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> render(String overlay) throws Exception {
    if (!RENDERED.containsKey(overlay)) {
      Tool.Ran ran =
          Tool.needed("kubectl")
              .run("kustomize", Manifests.folder("kubernetes/" + overlay).toString());
      assertThat(ran.exit()).as(ran.all()).isZero();
      assertThat(ran.errors()).as("nothing is deprecated").isEmpty();
      RENDERED.put(overlay, Manifests.read(ran.output()));
    }
    return RENDERED.get(overlay);
  }
}
