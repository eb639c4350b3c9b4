package dev.trefoil.local.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.Http;
import dev.trefoil.local.host.FunctionHost;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchboardTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EmulatedCloud emulators;
  private Switchboard switchboard;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Map<String, ServiceKind> kinds = new LinkedHashMap<>();
    kinds.put("bedrock", ServiceKind.BEDROCK);
    kinds.put("azure", ServiceKind.AZURE_OPENAI);
    kinds.put("vertex_ai", ServiceKind.VERTEX);
    emulators = EmulatedCloud.start(kinds);
    Set<String> declared = new TreeSet<>(kinds.keySet());
    declared.add("real");
    switchboard = Switchboard.start(0, declared, emulators, List.of(new StillHost()));
    port = switchboard.port();
  }

  @AfterEach
  void end() {
    switchboard.close();
    emulators.close();
  }

  private Controls controls(String service) {
    return emulators.model(service).orElseThrow().controls();
  }

  @Test
  void theConsolesPageStandsBesideAndSaysWhoseCallsItShows() throws Exception {
    HttpResponse<String> page = Http.get(port, "/console/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none';");
    JsonNode site = JSON.readTree(Http.get(port, "/console/site.json").body());
    String name = new StillHost().name();
    assertThat(site.path("gateways").path(0).path("url").asText())
        .isEqualTo("../gateways/" + name + "/v1");
    assertThat(site.path("services")).extracting(JsonNode::asText).contains("azure", "vertex_ai");
    assertThat(Http.get(port, "/gateways/other/v1/usage").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"outage\"}",
        "{\"kind\":\"outage\",\"times\":2}",
        "{\"kind\":\"throttle\"}",
        "{\"kind\":\"throttle\",\"retryAfterSeconds\":7}",
        "{\"kind\":\"error\",\"status\":418,\"body\":{\"message\":\"teapot\"}}",
        "{\"kind\":\"reset\"}",
        "{\"kind\":\"silent\"}",
        "{\"kind\":\"slow\",\"delayMs\":5}",
        "{\"kind\":\"stall\",\"afterTokens\":1}",
        "{\"kind\":\"cut\",\"afterTokens\":1}",
        "{\"kind\":\"malformed\"}",
        "{\"kind\":\"context_length\"}",
        "{\"kind\":\"content_filter\"}"
      })
  void everyKindOfFaultIsSetAndShownAsItWasGiven(String fault) throws Exception {
    HttpResponse<String> put = Http.put(port, "/faults/azure", fault);

    assertThat(put.statusCode()).isEqualTo(200);
    JsonNode expected = JSON.readTree("{\"faults\":{\"azure\":" + fault + "}}");
    assertThat(JSON.readTree(put.body())).isEqualTo(expected);
    assertThat(JSON.readTree(Http.get(port, "/faults").body())).isEqualTo(expected);
    assertThat(controls("azure").fault().orElseThrow().toJson()).isEqualTo(JSON.readTree(fault));
  }

  @Test
  void tokenServicesCanBeBrokenToo() throws Exception {
    String flawed = "{\"kind\":\"flawed\",\"flaw\":\"expired\"}";
    HttpResponse<String> put = Http.put(port, "/faults/google-metadata", flawed);

    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(JSON.readTree(put.body()))
        .isEqualTo(JSON.readTree("{\"faults\":{\"google-metadata\":" + flawed + "}}"));
    assertThat(Http.put(port, "/faults/bedrock", flawed).statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(Http.delete(port, "/faults").body()).path("faults")).isEmpty();
  }

  @Test
  void faultsAreClearedOneByOneOrAllAtOnce() throws Exception {
    for (String service : List.of("bedrock", "azure", "vertex_ai")) {
      Http.put(port, "/faults/" + service, "{\"kind\":\"outage\"}");
    }
    JsonNode left = JSON.readTree(Http.delete(port, "/faults/azure").body()).path("faults");
    assertThat(left.has("azure")).isFalse();
    assertThat(left).hasSize(2);
    assertThat(JSON.readTree(Http.delete(port, "/faults").body()).path("faults")).isEmpty();
    assertThat(controls("bedrock").fault()).isEmpty();
  }

  @Test
  void repliesAreKeptInOrderUntilTheyAreGivenOrCleared() throws Exception {
    HttpResponse<String> put =
        Http.put(
            port,
            "/replies/bedrock",
            "{\"replies\":[{\"json\":{\"a\":1}},{\"events\":[{\"messageStart\":{}}]}]}");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(put.body()).at("/replies/bedrock").asInt()).isEqualTo(2);
    assertThat(controls("bedrock").replies())
        .extracting(reply -> reply.toJson().toString())
        .containsExactly("{\"json\":{\"a\":1}}", "{\"events\":[{\"messageStart\":{}}]}");
    assertThat(JSON.readTree(Http.delete(port, "/replies").body()).at("/replies/bedrock").asInt())
        .isZero();
    assertThat(controls("bedrock").replies()).isEmpty();
  }

  @Test
  void theJournalIsMergedByTimeFilteredAndCutFromTheEnd() throws Exception {
    note("azure", 3);
    note("bedrock", 1);
    note("bedrock", 2);

    assertThat(times("/journal")).containsExactly(1L, 2L, 3L);
    assertThat(times("/journal?service=bedrock")).containsExactly(1L, 2L);
    assertThat(times("/journal?last=2")).containsExactly(2L, 3L);
    assertThat(times("/journal?service=bedrock&last=1")).containsExactly(2L);
    JsonNode entry = JSON.readTree(Http.get(port, "/journal?last=1").body()).at("/requests/0");
    assertThat(entry)
        .isEqualTo(
            JSON.readTree(
                "{\"at\":\"1970-01-01T00:00:03Z\",\"service\":\"azure\",\"method\":\"POST\","
                    + "\"path\":\"/p\",\"principal\":\"who\",\"issuer\":\"\",\"subject\":\"\",\"headers\":{\"x\":\"1, 2\"},"
                    + "\"body\":{\"<b>\":true}}"));
    assertThat(times("/journal?service=bedrock")).hasSize(2);
    Http.delete(port, "/journal?service=bedrock");
    assertThat(times("/journal")).containsExactly(3L);
    Http.delete(port, "/journal");
    assertThat(times("/journal")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|/faults/nobody|{\"kind\":\"outage\"}|nobody",
        "DELETE|/faults/nobody||nobody",
        "PUT|/faults/real|{\"kind\":\"outage\"}|real: is not emulated",
        "PUT|/faults/azure|{\"kind\":\"flood\"}|flood",
        "PUT|/faults/azure|{\"kind\":\"outage\",\"colour\":1}|colour",
        "PUT|/faults/azure|{\"kind\":\"slow\"}|delayMs",
        "PUT|/faults/azure|{\"kind\":\"outage\",\"times\":0}|times",
        "PUT|/faults/azure|{}|kind",
        "PUT|/faults/azure|[]|object",
        "PUT|/faults/azure|{\"kind\":\"outage\"} x|JSON",
        "PUT|/faults/azure|{\"kind\":\"outage\",\"kind\":\"reset\"}|kind",
        "PUT|/replies/nobody|{\"replies\":[]}|nobody",
        "PUT|/replies/azure|{\"replies\":{}}|replies",
        "PUT|/replies/azure|{\"replies\":[],\"more\":1}|more",
        "PUT|/replies/azure|{\"replies\":[{\"json\":{}},{\"text\":\"\"}]}|replies[1]: text",
        "PUT|/replies/vertex_ai|{\"replies\":[{\"json\":{\"colour\":1}}]}|colour",
        "GET|/journal?service=nobody||nobody",
        "GET|/journal?last=many||last",
        "GET|/journal?colour=1||colour",
      })
  void whatIsUnknownIsNamed(String method, String path, String body, String named)
      throws Exception {
    HttpResponse<String> response =
        switch (method) {
          case "PUT" -> Http.put(port, path, body);
          case "DELETE" -> Http.delete(port, path);
          default -> Http.get(port, path);
        };
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("error").asText()).contains(named);
  }

  @Test
  void otherPathsAre404AndOtherMethods405() throws Exception {
    assertThat(Http.get(port, "/nothing").statusCode()).isEqualTo(404);
    assertThat(Http.put(port, "/faults/azure/more", "{}").statusCode()).isEqualTo(404);
    HttpResponse<String> wrong = Http.put(port, "/journal", "{}");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("allow")).contains("GET, DELETE");
    assertThat(Http.post(port, "/", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void thePageShowsWhatIsUpWhatFailsAndWhoCalled() throws Exception {
    Http.put(port, "/faults/azure", "{\"kind\":\"slow\",\"delayMs\":77}");
    note("bedrock", 1);

    HttpResponse<String> page = Http.get(port, "/");

    assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(page.body())
        .contains("http://127.0.0.1:4711")
        .contains("42")
        .contains("77")
        .contains("not emulated")
        .contains("&lt;b&gt;")
        .doesNotContain("<b>");
  }

  private void note(String service, long second) {
    controls(service)
        .record(
            new JournalEntry(
                Instant.ofEpochSecond(second),
                service,
                "POST",
                "/p",
                Map.of("x", List.of("1", "2")),
                JsonNodeFactory.instance.objectNode().put("<b>", true),
                "who"),
            0);
  }

  private List<Long> times(String path) throws Exception {
    return JSON.readTree(Http.get(port, path).body())
        .path("requests")
        .valueStream()
        .map(entry -> Instant.parse(entry.path("at").asText()).getEpochSecond())
        .toList();
  }

  /** A host that does nothing but be shown. */
  private record StillHost() implements FunctionHost {
    @Override
    public String name() {
      return "aws";
    }

    @Override
    public int port() {
      return 4711;
    }

    @Override
    public List<Long> pids() {
      return List.of(42L);
    }

    @Override
    public void awaitReady(String path) {}

    @Override
    public void close() {}
  }
}
