package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process loads nothing of what it does not use: of stores that keep nothing, of doors. */
class LoadedClassesTest {
  private static final String SERVICES =
      """
      auth: none
      priming: false
      services:
        openai: {kind: openai, keyFrom: "env:KEY", endpoint: "http://127.0.0.1:1/v1"}
      routes:
        chat: {targets: [openai/gpt-5.4]}
      """;

  private static final String TOOLS =
      """
      tools:
        docs: {kind: mcp, url: "https://docs.example/mcp"}
      """;

  private static final String RETRIEVAL =
      """
      retrieval: {embeddings: chat}
      """;

  private static final String JOBS =
      """
      jobs:
        azure:
          queue: http://127.0.0.1:1/a/jobs
          deadLetters: http://127.0.0.1:1/a/dead
          table: %s
          blobs: http://127.0.0.1:1/a/blobs
      """;

  /** What was loaded, by configuration: a start takes a second. */
  private static final Map<String, Set<String>> LOADED = new HashMap<>();

  @Test
  void withoutJobsNoStoreIsLoaded() throws Exception {
    assertThat(stores(SERVICES)).isEmpty();
  }

  @Test
  void whereNoTableIsDeployedNoStoreIsLoaded() throws Exception {
    assertThat(stores(SERVICES + JOBS.formatted("none"))).isEmpty();
  }

  @Test
  void withJobsThatOfTheHostCloudIsLoadedAndNoOther() throws Exception {
    assertThat(stores(SERVICES + JOBS.formatted("http://127.0.0.1:1/a/jobs")))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(name).startsWith("dev.trefoil.store.azure."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "responses", "messages", "models", "files"})
  void aDoorThatIsNotCalledLoadsNoClass(String door) throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]door[.]" + door + "[.].*")).isEmpty();
  }

  @Test
  void whereNoFileIsAskedForNoClassOfWhatKeepsAndFindsThemIsLoaded() throws Exception {
    String retrieval = SERVICES + JOBS.formatted("http://127.0.0.1:1/a/jobs") + RETRIEVAL;
    assertThat(loaded(retrieval, "dev[.]trefoil[.](files|ingestion|vectorstore|retrieval)[.].*"))
        .isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.](config[.]Retrieval|agent[.]BuiltIn).*"))
        .isEmpty();
  }

  @Test
  void withoutAResponseCacheNoneOfItsClassesIsLoaded() throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]cache[.].*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]gateway[.](Cache|Answer(Rec|Cache)).*")).isEmpty();
  }

  @Test
  void withoutGuardrailsNoClassOfThemIsLoaded() throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]guardrail[.].*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.](gateway|attempt|policy|config)[.]Guard.*"))
        .isEmpty();
    assertThat(loaded(SERVICES, "org[.]safere[.].*|com[.]google[.]re2j[.].*")).isEmpty();
  }

  @Test
  void withoutStandbysNoClassOfCopiesIsLoaded() throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]shadow[.].*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.](gateway|runtime|routing)[.]Shadow.+")).isEmpty();
  }

  @Test
  void withoutAReceiverNoClassOfTelemetryIsLoaded() throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]telemetry[.].*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.](runtime[.]Call|config[.])Telemetry.*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]attempt[.]CallSpan")).isEmpty();
    assertThat(
            loaded(
                SERVICES + TOOLS + JOBS.formatted("http://127.0.0.1:1/a/jobs"),
                "dev[.]trefoil[.](runtime[.]Noted|gateway[.]SideWork|telemetry[.]).*"))
        .isEmpty();
  }

  @Test
  void withoutTheConsoleNoClassThatHoldsCallsIsLoaded() throws Exception {
    String pattern = "dev[.]trefoil[.](gateway[.]Recent|door[.]admin[.]Call).*";
    assertThat(loaded(SERVICES, pattern)).isEmpty();
    assertThat(loaded(SERVICES + "console: true\n", "dev[.]trefoil[.]gateway[.]RecentCalls"))
        .hasSize(1);
  }

  @Test
  void withoutLimitsBudgetsAndUsageNoClassOfThemIsLoaded() throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]usage[.].*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]runtime[.]Accounting.*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.](gateway|attempt|door)[.](Allowance|Cheaper).*"))
        .isEmpty();
  }

  @Test
  void withoutAReportNoClassOfItIsLoaded() throws Exception {
    assertThat(loaded(SERVICES, "dev[.]trefoil[.]report[.].*")).isEmpty();
    assertThat(loaded(SERVICES, "dev[.]trefoil[.](runtime|config)[.]Report.*")).isEmpty();
  }

  @Test
  void limitsAloneLoadNothingOfBudgetsAndNoStore() throws Exception {
    String limits = SERVICES + "rateLimits: {all: {requestsPerMinute: 10}}\n";

    assertThat(loaded(limits, "dev[.]trefoil[.]usage[.](Budgets|Ledger|Usage).*")).isEmpty();
    assertThat(stores(limits)).isEmpty();
    assertThat(loaded(limits, "dev[.]trefoil[.]usage[.]Limits")).isNotEmpty();
  }

  @Test
  void withoutToolsNoClassOfAgentsIsLoaded() throws Exception {
    String pattern = "dev[.]trefoil[.](agent[.].*|config[.](Agent|Tool|Schema).*|net[.]Guarded.*)";
    assertThat(loaded(SERVICES, pattern)).isEmpty();
    assertThat(loaded(SERVICES + TOOLS, "dev[.]trefoil[.]config[.]ToolReader")).hasSize(1);
    assertThat(loaded(SERVICES + TOOLS, "dev[.]trefoil[.](net[.]Guarded|agent[.]Toolbox).*"))
        .as("what calls tools, before one is wanted")
        .isEmpty();
  }

  private static List<String> stores(String config) throws Exception {
    return loaded(config, "dev[.]trefoil[.]store[.](aws|azure|gcp)[.].*");
  }

  /** The classes of a pattern that are loaded by the start of a process on Azure. */
  private static List<String> loaded(String config, String pattern) throws Exception {
    Set<String> loaded = LOADED.get(config);
    if (loaded == null) {
      loaded = loaded(config);
      LOADED.put(config, loaded);
    }
    return loaded.stream().filter(name -> name.matches(pattern)).toList();
  }

  private static Set<String> loaded(String config) throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    try (Watched fresh = new Watched(classPath.toArray(URL[]::new))) {
      Class<?> cloud = fresh.loadClass("dev.trefoil.policy.Cloud");
      AutoCloseable runtime =
          (AutoCloseable)
              fresh
                  .loadClass("dev.trefoil.runtime.TrefoilRuntime")
                  .getMethod("start", cloud, Map.class)
                  .invoke(
                      null,
                      cloud.getField("AZURE").get(null),
                      Map.of("TREFOIL_CONFIG", config, "KEY", "k", "TREFOIL_LOOPBACK", "true"));
      try (runtime) {
        return Set.copyOf(fresh.loaded);
      }
    }
  }

  /** Loads everything itself, and knows what it has loaded. */
  private static final class Watched extends URLClassLoader {
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();

    Watched(URL[] classPath) {
      super(classPath, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> found = super.findClass(name);
      loaded.add(name);
      return found;
    }
  }
}
