package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.auth.ApiKey;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.Form;
import dev.trefoil.local.Http;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.aws.LambdaSettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The console's page in Chromium, over the server form of AWS with all that it shows configured,
 * and beside the switchboard. {@code -Dtrefoil.draw=true} leaves a picture of each view in
 * target/console.
 */
@Timeout(120)
class ConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ApiKey OPS = ApiKey.random();
  private static final ApiKey ADA = ApiKey.random();
  private static final String MARKUP = "azure/<img src=x onerror=alert(1)>";
  private static final String ROWS = ".scroll .row:not([hidden])";
  private static final int MANY = 5_000;

  private static final String CONFIG =
      """
      auth:
        keys:
          ops: {sha256: %s}
          ada: {sha256: %s, tenant: acme}
        issued: {cacheSeconds: 1}
      operators: [ops]
      console: true
      frontDoorTimeoutMs: 29000
      services:
        bedrock:   {kind: bedrock, region: us-east-1, emulate: true}
        azure:     {kind: azure-openai, endpoint: "https://example.openai.azure.com", emulate: true}
        vertex_ai: {kind: vertex, project: my-project, location: global, emulate: true}
      routes:
        chat:
          targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-5.4]
          strategy: ordered
        hedged:
          targets: [azure/gpt-5.4, vertex_ai/gemini-3.5-flash]
          strategy: ordered
          hedge: 100
      retry: {backoffMs: 20}
      usage: true
      budgets: {assumedOutputTokens: 100, tenants: {acme: {tokensPerMonth: 3000, warnAt: 0.01}}}
      jobs: {emulate: true, leaseSeconds: 30}
      """
          .formatted(OPS.sha256(), ADA.sha256());

  private static Path chromium;
  private static RunningClouds clouds;
  private static NodeProgram browser;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    chromium = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    assumeTrue(
        Files.isExecutable(chromium),
        "skipped: there is no " + chromium + " (apt-get install chromium, or CHROMIUM names it)");
    Npm.Installed installed = Npm.install();
    assumeTrue(installed.npm().isPresent(), "skipped: " + installed.missing());
    clouds = new RunningClouds(CONFIG, Optional.empty(), LambdaSettings.DEFAULT, Form.CONTAINERS);
    port = clouds.port("aws");
    browser = NodeProgram.start(installed.npm().get(), "browser");
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (clouds != null) {
      clouds.close();
    }
  }

  @BeforeEach
  void reset() {
    clouds.reset();
  }

  /** Whatever a test has the page show, it is text, and comes from where the page does. */
  @AfterEach
  void nothingWasRunRefusedOrAskedOfOthers() throws IOException {
    JsonNode seen = does("refusals");
    assertThat(seen.path("dialogs")).as("scripts that were run").isEmpty();
    assertThat(seen.path("refused")).as("violations of the policy").isEmpty();
    assertThat(seen.path("foreign")).as("requests to others").isEmpty();
    assertThat(seen.path("errors")).as("errors of the page").isEmpty();
    assertThat(evaluate("document.documentElement.outerHTML + location.href"))
        .doesNotContain(OPS.text(), ADA.text());
  }

  private static JsonNode does(String feature, String... fields) throws IOException {
    ObjectNode asked = NodeProgram.asking(feature, "");
    for (int i = 0; i < fields.length; i += 2) {
      asked.put(fields[i], fields[i + 1]);
    }
    return browser.does(asked);
  }

  private static String evaluate(String script) throws IOException {
    return does("evaluate", "script", script).path("value").asText();
  }

  /** Each step is a name, a selector and what else it takes. */
  @SafeVarargs
  private static void act(List<String>... steps) throws IOException {
    ObjectNode asked = NodeProgram.asking("act", "");
    ArrayNode all = asked.putArray("steps");
    for (List<String> step : steps) {
      ArrayNode one = all.addArray();
      step.forEach(one::add);
    }
    browser.does(asked);
  }

  private static List<String> texts(String selector) throws IOException {
    List<String> texts = new ArrayList<>();
    does("texts", "selector", selector).path("texts").forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static int count(String selector) throws IOException {
    return does("count", "selector", selector).path("count").asInt();
  }

  private static JsonNode open(int at) throws IOException {
    ObjectNode asked = NodeProgram.asking("open", "http://127.0.0.1:" + at + "/console/");
    return browser.does(asked.put("chromium", chromium.toString()));
  }

  /** A tab of its own, signed in. */
  private static void enter(ApiKey key, String view) throws IOException {
    open(port);
    signIn(key, view);
  }

  private static void signIn(ApiKey key, String view) throws IOException {
    act(
        List.of("fill", "#key", key.text()),
        List.of("click", "form button", ""),
        List.of("click", "nav a[href='#" + view + "']", ""),
        List.of("wait", "#view-" + view + " h2", ""));
  }

  private static void draw(String name) throws IOException {
    if (Boolean.getBoolean("trefoil.draw")) {
      Path file = Path.of("target", "console", name + ".png").toAbsolutePath();
      Files.createDirectories(file.getParent());
      does("draw", "file", file.toString());
    }
  }

  private static HttpResponse<String> post(ApiKey key, String path, String id, String json)
      throws Exception {
    return Http.send(
        Http.to(port, path)
            .header("authorization", "Bearer " + key.text())
            .header("x-request-id", id)
            .POST(BodyPublishers.ofString(json)));
  }

  private static void chat(String id, String model) throws Exception {
    chat(ADA, id, model);
  }

  private static void chat(ApiKey key, String id, String model) throws Exception {
    post(
        key,
        "/v1/chat/completions",
        id,
        JSON.createObjectNode()
            .put("model", model)
            .put("max_tokens", 20)
            .<ObjectNode>set(
                "messages",
                JSON.createArrayNode()
                    .add(JSON.createObjectNode().put("role", "user").put("content", "the secret")))
            .toString());
  }

  @Test
  void withoutAKeyItAsksForOneAndTakesNoWrongOne() throws Exception {
    JsonNode opened = open(port);
    System.out.printf("console: first paint %.0f ms%n", opened.path("firstPaintMs").asDouble());
    assertThat(opened.path("firstPaintMs").asDouble()).isPositive();
    assertThat(texts("#view h2")).containsExactly("Sign in");
    draw("sign-in");

    act(
        List.of("fill", "#key", "trefoil-wrong"),
        List.of("click", "form button", ""),
        List.of("wait", ".problem", ""));
    assertThat(count("nav:not([hidden])")).isZero();
    assertThat(evaluate("document.activeElement.id")).isEqualTo("key");

    signIn(OPS, "targets");
    act(List.of("click", "#sign-out", ""), List.of("wait", "#view h2", "Sign in"));
    assertThat(evaluate("JSON.stringify(sessionStorage)")).isEqualTo("{}");
  }

  @Test
  void aCallsTrailIsAWaterfallAndATableAndItsWordsAreText() throws Exception {
    clouds
        .controls("bedrock")
        .fault(
            Fault.always(
                new Failure.NativeError(
                    500,
                    Optional.of(
                        JSON.createObjectNode()
                            .put("message", "<script>alert(2)</script><b>bold</b>")))));
    chat("trail-1", "chat");
    chat("trail-2", MARKUP);
    enter(OPS, "calls");
    act(List.of("fill", "#words", "trail-"), List.of("wait", "#count", "2 of"));

    assertThat(texts(ROWS).getFirst()).contains(MARKUP, "acme/ada");
    act(List.of("click", ROWS, ""), List.of("wait", ".details h2", "Call trail-2"));
    assertThat(texts(".details").getFirst()).contains(MARKUP).doesNotContain("the secret");

    act(
        List.of("fill", "#words", "trail-1"),
        List.of("wait", "#count", "1 of"),
        List.of("click", ROWS, ""),
        List.of("wait", ".details h2", "Call trail-1"));
    List<String> attempts = texts(".details tbody tr");
    assertThat(attempts).hasSize(3);
    assertThat(attempts.get(0)).contains("1, first", "bedrock/us.anthropic.claude-sonnet-4-6");
    assertThat(attempts.get(1)).contains("2, retry", "bedrock/");
    assertThat(attempts.get(2)).contains("3, fallback", "azure/gpt-5.4", "ok");
    assertThat(count(".fall .bar")).isEqualTo(3);
    assertThat(count("#view img, #view script, #view b")).as("elements of a caller's").isZero();
    draw("calls");
  }

  @Test
  void twoThatWereAskedAtOnceOverlap() throws Exception {
    clouds.controls("azure").fault(Fault.always(new Failure.Slow(1_500)));
    chat("hedge-1", "hedged");
    enter(OPS, "calls");
    act(
        List.of("fill", "#words", "hedge-1"),
        List.of("wait", "#count", "1 of"),
        List.of("click", ROWS, ""),
        List.of("wait", ".details h2", "hedge-1"));

    assertThat(texts(".details tbody tr").get(1)).contains("2, hedge", "vertex_ai/");
  }

  @Test
  void callsComeByThemselvesAndFiltersChooseAmongThem() throws Exception {
    enter(OPS, "calls");
    act(List.of("wait", "#live", "Live"), List.of("fill", "#words", "live-"));
    chat("live-1", "chat");
    act(List.of("wait", ROWS, "bedrock/"), List.of("wait", "#count", "1 of"));
    clouds.controls("bedrock").fault(Fault.next(2, new Failure.Outage()));
    chat("live-2", "chat");
    clouds.controls("azure").fault(Fault.always(new Failure.Outage()));
    clouds.controls("bedrock").fault(Fault.always(new Failure.Outage()));
    chat("live-3", "chat");
    act(List.of("wait", "#count", "3 of"));

    act(List.of("check", "#several", ""), List.of("wait", "#count", "2 of"));
    act(List.of("select", "#outcome", "failed"), List.of("wait", "#count", "1 of"));
    assertThat(texts(ROWS)).singleElement().asString().contains("failed");
    assertThat(texts("#live")).containsExactly("Live");
    act(List.of("wait", "#said", "new calls"));
  }

  @Test
  void whereEventsAreHeldBackItAsksAgainAndAgain() throws Exception {
    open(port);
    does("withoutEvents");
    signIn(OPS, "calls");
    act(List.of("wait", "#live", "asked for every 2 s"), List.of("fill", "#words", "asked-1"));
    chat("asked-1", "chat");
    act(List.of("wait", "#count", "1 of"));
  }

  @Test
  void theKeyboardGoesThroughCallsAndViews() throws Exception {
    chat("keys-1", "chat");
    chat("keys-2", "chat");
    enter(OPS, "calls");
    act(
        List.of("fill", "#words", "keys-"),
        List.of("wait", "#count", "2 of"),
        List.of("press", ".grid", "End"),
        List.of("wait", ".details h2", "Call keys-1"),
        List.of("press", ".grid", "ArrowUp"),
        List.of("wait", ".details h2", "Call keys-2"),
        List.of("wait", ".grid[aria-activedescendant]", ""));
    assertThat(
            evaluate(
                "document.getElementById(document.querySelector('.grid')"
                    + ".getAttribute('aria-activedescendant')).getAttribute('aria-selected')"))
        .isEqualTo("true");

    act(
        List.of("press", "nav a[href='#targets']", "Enter"),
        List.of("wait", "#view-targets h2", "Targets"));
    assertThat(evaluate("document.activeElement.id")).isEqualTo("view");
    assertThat(texts("nav a[aria-current=page]")).containsExactly("Targets");
    act(List.of("press", ".skip", "Enter"));
    assertThat(evaluate("document.activeElement.id + location.hash")).isEqualTo("view#targets");
    assertThat(count("header, nav[aria-label], main, [role=status][aria-live=polite]"))
        .isEqualTo(4);
    assertThat(evaluate("[...document.querySelectorAll('input,select')].every(e => e.labels[0])"))
        .isEqualTo("true");
  }

  @Test
  void targetsAreShownWithTheirBreakersAndPlots() throws Exception {
    clouds.controls("bedrock").fault(Fault.next(2, new Failure.Outage()));
    chat("plot-1", "chat");
    chat("plot-2", "chat");
    enter(OPS, "targets");
    act(
        List.of("fill", "#target-filter", "bedrock/us"),
        List.of("wait", "tbody tr", "bedrock/us.anthropic.claude-sonnet-4-6"),
        List.of("wait", "tbody tr", "closed"),
        List.of("wait", "tbody tr", "overloaded"));
    act(List.of("wait", "tbody td:has(svg[aria-label^='Latency of bedrock/'])", ""));

    assertThat(texts("tbody tr")).hasSize(1);
    assertThat(count("svg[aria-label^='Attempts at bedrock/'] rect.bad")).isPositive();
    draw("targets");
  }

  @Test
  void usageIsShownByDayAndGroupAndBudgetsThatAreNearlySpent() throws Exception {
    for (int i = 0; i < 3; i++) {
      chat("used-" + i, "chat");
    }
    enter(OPS, "usage");
    act(
        List.of("select", "#group", "caller"),
        List.of("click", "form button", ""),
        List.of("wait", "tbody tr", "ada"),
        List.of("wait", "tbody tr", "Total"),
        List.of("wait", "tbody tr", "tokensPerMonth"));
    assertThat(count("figure svg rect")).isPositive();
    assertThat(does("attributes", "selector", "figure svg", "name", "aria-label").path("values"))
        .extracting(JsonNode::asText)
        .anySatisfy(words -> assertThat(words).startsWith("Cost a day: 20").contains("$"));
    assertThat(texts("h3")).contains("Budgets");
    act(
        List.of(
            "wait", "tbody tr:has(meter[aria-label*='tokensPerMonth of tenant acme'])", "3000"));
    draw("usage");

    act(
        List.of("fill", "#from", "2026-02-01"),
        List.of("fill", "#to", "2026-01-01"),
        List.of("click", "form button", ""),
        List.of("wait", ".problem", "'to' is before 'from'."));
  }

  @Test
  void keysAreIssuedShownOnceRotatedAndRevoked() throws Exception {
    enter(OPS, "keys");
    act(
        List.of("fill", "#key-name", "team-b"),
        List.of("fill", "#key-routes", "chat"),
        List.of("fill", "#key-days", "30"),
        List.of("click", "form button", ""),
        List.of("wait", "#new-key", "trefoil-"),
        List.of("wait", "tbody tr", "team-b"));
    ApiKey issued = new ApiKey(texts("#new-key").getFirst());
    assertThat(Http.send(with(issued)).statusCode()).isEqualTo(200);
    draw("keys");

    act(
        List.of("fill", "#key-overlap", "0"),
        List.of("click", "button[aria-label^='Rotate']", ""),
        List.of("gone", "#new-key", issued.text()));
    act(
        List.of("click", ".box button", ""),
        List.of("gone", "#new-key", ""),
        List.of("click", "button[aria-label^='Revoke']", ""),
        List.of("click", "button[aria-label^='Yes, revoke']", ""),
        List.of("wait", "tbody", "No key is issued."));
  }

  private static HttpRequest.Builder with(ApiKey key) {
    return Http.to(port, "/v1/targets").header("authorization", "Bearer " + key.text());
  }

  @Test
  void whatIsKeptIsShownToWhomItBelongsAlone() throws Exception {
    JsonNode response =
        JSON.readTree(
            post(ADA, "/v1/responses", "kept-1", "{\"model\":\"chat\",\"input\":\"<i>my words\"}")
                .body());
    JsonNode conversation =
        JSON.readTree(
            post(
                    ADA,
                    "/v1/conversations",
                    "kept-2",
                    "{\"items\":[{\"type\":\"message\",\"role\":\"user\",\"content\":\"said\"}]}")
                .body());
    JsonNode job =
        JSON.readTree(
            post(
                    ADA,
                    "/v1/jobs",
                    "kept-3",
                    "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"later\"}]}")
                .body());
    enter(OPS, "kept");
    look(response);
    act(List.of("wait", ".problem", ""));
    assertThat(texts("#view").getFirst()).doesNotContain("my words");

    enter(ADA, "kept");
    look(response);
    act(List.of("wait", "pre", "<i>my words"), List.of("wait", "pre", "\"status\": \"completed\""));
    assertThat(count("#view i")).isZero();
    draw("kept");
    look(conversation);
    act(List.of("wait", "pre", "said"));
    look(job);
    act(List.of("wait", "pre", "\"status\": \""));
  }

  private static void look(JsonNode kept) throws IOException {
    assertThat(kept.path("id").asText()).as(kept.toString()).isNotEmpty();
    act(List.of("fill", "#kept-id", kept.path("id").asText()), List.of("click", "form button", ""));
  }

  @Test
  void callersSeeTheirOwnCallsAlone() throws Exception {
    chat(OPS, "own-1", "chat");
    chat("own-2", "chat");
    enter(ADA, "calls");
    act(List.of("fill", "#words", "own-"), List.of("wait", "#count", "1 of"));
    act(List.of("click", "nav a[href='#keys']", ""), List.of("wait", ".problem", "operators"));
  }

  @Test
  void besideTheSwitchboardServicesAreMadeToFail() throws Exception {
    open(clouds.ports().switchboard());
    assertThat(texts("#gateway option")).containsExactly("aws", "azure", "gcp");
    signIn(OPS, "switchboard");
    act(
        List.of("select", "#fault-service", "azure"),
        List.of("select", "#fault-kind", "throttle"),
        List.of("click", "form button", ""),
        List.of("wait", "tbody tr", "{\"kind\":\"throttle\"}"));
    assertThat(clouds.controls("azure").fault()).isPresent();
    draw("switchboard");
    act(
        List.of("click", "button[aria-label='Clear the fault of azure']", ""),
        List.of("wait", "tbody", "Nothing."));
    assertThat(clouds.controls("azure").fault()).isEmpty();

    chat("beside-1", "chat");
    act(
        List.of("click", "nav a[href='#calls']", ""),
        List.of("fill", "#words", "beside-1"),
        List.of("wait", "#count", "1 of"),
        List.of("wait", "#live", "Live"));
    act(List.of("select", "#gateway", "../gateways/gcp/v1"), List.of("wait", "#count", "0 of"));
  }

  @Test
  void fiveThousandCallsTakeAFewRowsAndNoLongFrame() throws Exception {
    open(port);
    ObjectNode many = NodeProgram.asking("manyCalls", "");
    browser.does(many.put("calls", MANY));
    signIn(OPS, "calls");
    act(List.of("wait", "#count", MANY + " of " + MANY));

    JsonNode frames = does("scroll", "selector", ".scroll");
    System.out.printf(
        "console: %d calls: a frame of scrolling takes %.1f ms of a processor, the longest %.0f ms,"
            + " over 50 ms: %d, the longest since it was opened %.0f ms%n",
        MANY,
        frames.path("cpuMs").asDouble(),
        frames.path("longestMs").asDouble(),
        frames.path("over50").asInt(),
        frames.path("longestSinceOpenedMs").asDouble());
    assertThat(count(".scroll .row")).isLessThan(100);
    assertThat(does("attributes", "selector", ".grid", "name", "aria-rowcount").path("values"))
        .extracting(JsonNode::asText)
        .containsExactly(String.valueOf(MANY + 1));
    draw("many");
  }

  @Test
  void itIsDarkWhereThatIsPreferred() throws Exception {
    enter(OPS, "calls");
    ObjectNode scheme = NodeProgram.asking("scheme", "");
    String light = browser.does(scheme.put("dark", false)).path("back").asText();
    String dark = browser.does(scheme.put("dark", true)).path("back").asText();

    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(dark).isEqualTo("rgb(15, 20, 25)");
    draw("dark");
  }
}
