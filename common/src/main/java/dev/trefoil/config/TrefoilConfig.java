package dev.trefoil.config;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.guardrail.GuardrailSettings;
import dev.trefoil.health.BoardSettings;
import dev.trefoil.identity.IdentitySettings;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.LimitTerms;
import dev.trefoil.usage.Terms;
import dev.trefoil.usage.UsageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What trefoil.yaml says. docs/configuration.md is its reference.
 *
 * @param auth how callers are told apart
 * @param services by name, in the order of the file
 * @param routing what plans are made from, the routes among it
 * @param breaker when a target is left alone for a while
 * @param http what holds for all calls by HTTP
 * @param keepAlive how often a stream sends a comment while nothing else is sent; empty for none
 * @param identity the names by which clouds trust one another
 * @param jobs how jobs are handled, for each cloud that has any
 * @param board how a process learns what others have found failing; empty for never
 * @param conversations how long what callers let be kept of conversations is; zero for not at all
 * @param limits what accounts may do at a time; empty where nothing is limited
 * @param budgets what accounts may use of a day and of a month; empty where nothing is bounded
 * @param usage how it is recorded what calls use; empty where it is not
 * @param operators the callers that may see and do what concerns others
 * @param audit how long it is kept what they have done
 * @param agents tools that Trefoil itself calls, and agents; empty where there are none
 * @param priming whether a process prepares for calls before they come
 * @param telemetry what is said of traces and metrics; empty where nothing is
 * @param guardrails those that are declared; empty where none are
 * @param console whether calls that have ended are held to be looked at, and a server has the page
 * @param files what callers may keep
 * @param retrieval what vector stores are made of; empty where there are none
 * @param report when and where the report of a day is written; empty for never
 */
public record TrefoilConfig(
    AuthSettings auth,
    Map<String, ServiceConfig> services,
    RoutingTable routing,
    BreakerSettings breaker,
    HttpSettings http,
    Optional<Duration> keepAlive,
    IdentitySettings identity,
    Map<Cloud, JobSettings> jobs,
    Optional<BoardSettings> board,
    Duration conversations,
    Optional<Terms<LimitTerms>> limits,
    Optional<BudgetSettings> budgets,
    Optional<UsageSettings> usage,
    Set<String> operators,
    Duration audit,
    Optional<AgentConfig> agents,
    boolean priming,
    Optional<TelemetryConfig> telemetry,
    Optional<GuardrailSettings> guardrails,
    boolean console,
    FilesConfig files,
    Optional<RetrievalConfig> retrieval,
    Optional<ReportConfig> report) {

  /** The variable that names another file than the bundled one, or holds the text itself. */
  public static final String VARIABLE = "TREFOIL_CONFIG";

  public TrefoilConfig {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    jobs = Map.copyOf(jobs);
    operators = Set.copyOf(operators);
  }

  /** The routes, in the order of the file. */
  public List<Route> routes() {
    return routing.routes();
  }

  /** What is known of models, with the file's own word on its targets. */
  public ModelCatalog models() {
    return routing.models();
  }

  /**
   * Reads the configuration of this process: what {@value #VARIABLE} names or holds, otherwise the
   * bundled file.
   *
   * @throws ConfigException with all mistakes
   */
  public static TrefoilConfig load(Map<String, String> env) {
    String value = env.getOrDefault(VARIABLE, "");
    return parse(value.isBlank() ? Bundled.text("trefoil") : text(VARIABLE, value), env);
  }

  /**
   * Reads a configuration.
   *
   * @param text in YAML; what is JSON as well is read sooner
   * @throws ConfigException with all mistakes
   */
  public static TrefoilConfig parse(String text, Map<String, String> env) {
    return ConfigReader.read(text, env);
  }

  /** Whether a variable's value is a text itself: of several lines, or one in braces. */
  static boolean isText(String value) {
    return value.indexOf('\n') >= 0 || value.stripLeading().startsWith("{");
  }

  /** The text that a variable holds, or that of the file that it names. */
  static String text(String variable, String value) {
    if (isText(value)) {
      return value;
    }
    try {
      return Files.readString(Path.of(value));
    } catch (IOException | InvalidPathException e) {
      throw new ConfigException(
          List.of(variable + " names " + value + ", which cannot be read: " + e));
    }
  }
}
