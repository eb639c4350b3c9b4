package dev.trefoil.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * containers/knative and containers/cloud-run: Knative's Service, whose revisions are pods with two
 * fields of their own.
 */
class KnativeTest {
  private static final String KNATIVE = "knative/service.yaml";
  private static final String CLOUD_RUN = "cloud-run/service.yaml";

  /** "Serving API" of Knative: RevisionSpec, beside the fields of a pod. */
  private static final List<String> REVISION = List.of("containerConcurrency", "timeoutSeconds");

  @ParameterizedTest
  @ValueSource(strings = {KNATIVE, CLOUD_RUN})
  void aRevisionHasOnlyFieldsOfAPodAndItsOwn(String file) throws IOException {
    JsonNode service = Manifests.file(file);
    assertThat(service.path("apiVersion").asText()).isEqualTo("serving.knative.dev/v1");
    assertThat(service.path("kind").asText()).isEqualTo("Service");
    assertThat(service.path("spec").size()).isEqualTo(1);
    assertThat(service.at("/spec/template").size()).isEqualTo(2);
    check(service);
  }

  @Test
  void aMisspeltFieldWouldBeFound() throws IOException {
    JsonNode service = Manifests.file(CLOUD_RUN);
    ((ObjectNode) service.at("/spec/template/spec")).put("timeoutSecond", 3);
    assertThatThrownBy(() -> check(service))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("timeoutSecond");
  }

  private static void check(JsonNode service) throws JsonProcessingException {
    StrictKubernetes.check(service.path("metadata"), ObjectMeta.class);
    StrictKubernetes.check(service.at("/spec/template/metadata"), ObjectMeta.class);
    ObjectNode pod = service.at("/spec/template/spec").deepCopy();
    for (String field : REVISION) {
      assertThat(pod.remove(field).isInt()).as(field).isTrue();
    }
    StrictKubernetes.check(pod, PodSpec.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {KNATIVE, CLOUD_RUN})
  void portTimesAndVariablesAreTheServers(String file) throws IOException {
    JsonNode revision = Manifests.file(file).at("/spec/template/spec");
    JsonNode container = revision.at("/containers/0");
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(Manifests.port());
    assertThat(Manifests.variables()).containsAll(Manifests.names(container.path("env")));
    assertThat(Manifests.value(container.path("env"), "TREFOIL_TIMEOUT_SECONDS"))
        .isEqualTo(revision.path("timeoutSeconds").asText());
    for (JsonNode get : revision.findValues("httpGet")) {
      assertThat(get.path("port").asInt(Manifests.port())).isEqualTo(Manifests.port());
    }
  }

  @Test
  void onOpenShiftAPodTakesWhateverUserItIsGivenAndNoRights() throws IOException {
    JsonNode security =
        Manifests.file(KNATIVE).at("/spec/template/spec/containers/0/securityContext");
    assertThat(security.has("runAsUser")).isFalse();
    assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
  }

  @Test
  void itEndsWithinWhatThePlatformWaits() throws IOException {
    JsonNode knative = Manifests.file(KNATIVE).at("/spec/template/spec");
    assertThat(drain(knative)).isLessThan(knative.path("timeoutSeconds").asInt()).isPositive();
    assertThat(drain(Manifests.file(CLOUD_RUN).at("/spec/template/spec")))
        .as("Cloud Run waits ten seconds, whatever it is told")
        .isBetween(1, 9);
  }

  private static int drain(JsonNode revision) {
    return Integer.parseInt(
        Manifests.value(revision.at("/containers/0/env"), "TREFOIL_DRAIN_SECONDS"));
  }
}
