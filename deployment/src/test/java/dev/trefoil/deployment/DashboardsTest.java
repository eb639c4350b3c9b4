package dev.trefoil.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.telemetry.CallCounters;
import dev.trefoil.telemetry.PrometheusText;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards of the three clouds show the same, and read what is logged and counted. */
class DashboardsTest {
  private static final String AWS = "template.yaml";
  private static final String AZURE = "terraform/azure/dashboard.tf";
  private static final String GCP = "terraform/gcp/dashboard.tf";
  private static final String GRAFANA = "dashboards/grafana.json";
  private static final Pattern TITLE =
      Pattern.compile("title(?: = |\": )\"([^\"$]+)\"|(?m)^    \"([^\"]+)\" = \\{$");

  /** One panel a title; Azure's queue cannot be drawn beside the rest. */
  @ParameterizedTest
  @ValueSource(strings = {AZURE, GCP})
  void theOtherCloudsShowWhatAwsShows(String file) throws IOException {
    Set<String> aws = all(TITLE, text(AWS));
    assertThat(aws).hasSize(10);
    assertThat(aws.remove("Jobs waiting and dead letters")).isTrue();
    assertThat(all(TITLE, text(file))).isEqualTo(aws);
  }

  @ParameterizedTest
  @CsvSource({
    AWS
        + ", '(?:filter|and|by|pct\\(|sum\\(|ispresent\\(|, )\\s*(log|outcome|attempts|route|target"
        + "|ms|first_token_ms|prompt_tokens|completion_tokens|cost_usd|breaker)\\b', 11",
    AZURE + ", 'line\\.([a-z_]+)', 11",
    GCP + ", '(?:jsonPayload\\.|field = \")([a-z_]+)', 8"
  })
  void whatIsReadIsLogged(String file, String field, int least) throws IOException {
    Set<String> logged =
        all(
            Pattern.compile("write[A-Za-z]+Field\\(\"([a-z_]+)\""),
            text("common/src/main/java/dev/trefoil/gateway/JsonCallLog.java"));
    logged.add("log");
    logged.add("route");

    assertThat(all(Pattern.compile(field), text(file)))
        .hasSizeGreaterThanOrEqualTo(least)
        .allSatisfy(name -> assertThat(logged).contains(name));
  }

  /** Lines are told apart by the labels that they are counted by. */
  @Test
  void googlesChartsGroupByLabelsThatTheirMetricHas() throws IOException {
    Matcher chart = Pattern.compile("own}/([a-z-]+)\\\\\".*?by = \\[(.*?)\\]").matcher(text(GCP));
    int charts = 0;
    while (chart.find()) {
      charts++;
      for (String label : all(Pattern.compile("metric\\.label\\.([a-z_]+)"), chart.group(2))) {
        assertThat(text(GCP))
            .containsPattern("    " + chart.group(1) + " +=.* by = (\\[[^]]*)?\"" + label + "\"");
      }
    }
    assertThat(charts).isEqualTo(6);
  }

  @Test
  void grafanasPanelsReadMetricsOfTheServer() throws IOException {
    PrometheusText counted = new PrometheusText();
    new CallCounters().write(counted);
    Set<String> names = all(Pattern.compile("# TYPE ([a-z_]+) "), counted.toString());
    for (String source :
        List.of(
            "server/src/main/java/dev/trefoil/server/RequestCounts.java",
            "common/src/main/java/dev/trefoil/runtime/TrefoilRuntime.java")) {
      names.addAll(all(Pattern.compile("\"((?:http|trefoil)_[a-z_]+)\""), text(source)));
    }
    JsonNode dashboard = new ObjectMapper().readTree(text(GRAFANA));
    Set<Integer> ids = new TreeSet<>();
    int queries = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as(panel.path("title").asText()).isTrue();
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      for (JsonNode target : panel.path("targets")) {
        queries++;
        assertThat(all(Pattern.compile("((?:http|trefoil)_[a-z_]+)"), target.path("expr").asText()))
            .isNotEmpty()
            .allSatisfy(name -> assertThat(names).contains(name.replaceFirst("_bucket$", "")));
      }
    }
    assertThat(ids).hasSize(12);
    assertThat(queries).isGreaterThanOrEqualTo(12);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Repository.home().resolve(file));
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .forEach(found::add);
    return found;
  }
}
