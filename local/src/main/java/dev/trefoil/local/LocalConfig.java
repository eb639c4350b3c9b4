// From the configuration that a person wrote to the one that the functions get.
package dev.trefoil.local;

import dev.trefoil.config.AgentConfig;
import dev.trefoil.config.JsonForm;
import dev.trefoil.config.KeySource;
import dev.trefoil.config.Placeholders;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.ToolIdentity;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.cloud.GuardrailKind;
import dev.trefoil.job.JobSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A checked configuration.
 *
 * @param read what it says
 * @param yaml its text, placeholders and all
 * @param env what the placeholders are filled from
 */
public record LocalConfig(TrefoilConfig read, String yaml, Map<String, String> env) {

  /**
   * Checks a configuration.
   *
   * @throws dev.trefoil.config.ConfigException with all mistakes
   */
  public static LocalConfig of(String yaml, Map<String, String> env) {
    return new LocalConfig(TrefoilConfig.parse(yaml, env), yaml, env);
  }

  /** The text in which every service is emulated. */
  public static String bundled() {
    return resource("/trefoil-local.yaml");
  }

  /** The text in which each model service that takes an identity is emulated, with a route. */
  public static String identities() {
    return resource("/trefoil-identity.yaml");
  }

  /** The text that a drill runs with: every service emulated, all times scaled down. */
  public static String drill() {
    return resource("/trefoil-drill.yaml");
  }

  /**
   * The text that the drill of standbys runs with.
   *
   * @param shadowed whether the standby gets copies of calls
   */
  public static String standby(boolean shadowed) {
    String text = resource("/trefoil-standby.yaml");
    return shadowed ? text : text.replaceAll("(?m)^ *shadow:.*\\R", "");
  }

  private static String resource(String name) {
    try (InputStream in = LocalConfig.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The services that are to be emulated, in the order of the file. */
  public Map<String, ServiceKind> emulated() {
    Map<String, ServiceKind> emulated = new LinkedHashMap<>();
    for (Map.Entry<String, ServiceConfig> service : read.services().entrySet()) {
      if (service.getValue().emulate()) {
        emulated.put(service.getKey(), ServiceKind.of(service.getValue().kind()));
      }
    }
    return emulated;
  }

  /**
   * The keys of the services that are not emulated, by the variables that {@code keyFrom} names:
   * the only ones of a person's environment that the functions get.
   */
  public Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (ServiceConfig service : read.services().values()) {
      if (!service.emulate()) {
        service
            .key()
            .flatMap(LocalConfig::variable)
            .filter(env::containsKey)
            .ifPresent(variable -> keys.put(variable, env.get(variable)));
      }
    }
    for (ToolIdentity tool : tools()) {
      if (tool instanceof ToolIdentity.Key key) {
        variable(key.source())
            .filter(env::containsKey)
            .ifPresent(variable -> keys.put(variable, env.get(variable)));
      }
    }
    return keys;
  }

  private Collection<ToolIdentity> tools() {
    return read.agents().map(agents -> agents.identities().values()).orElse(Set.of());
  }

  private static Optional<String> variable(KeySource source) {
    return switch (source) {
      case KeySource.Variable variable -> Optional.of(variable.name());
      case KeySource.Secret secret -> Optional.empty();
    };
  }

  /**
   * The same where the tools that are to be emulated are played.
   *
   * @param weather where Open-Meteo's API is played
   */
  public LocalConfig playing(URI weather) {
    Map<Object, Object> file = file();
    Map<Object, Object> tools = map(file.get("tools"));
    for (String name : emulatedTools()) {
      Map<Object, Object> tool = map(tools.get(name));
      tool.remove("emulate");
      tool.put("allowLoopback", "true");
      tool.put(
          "url", tool.get("url").toString().replaceFirst("^https?://[^/]*", weather.toString()));
    }
    return with(file);
  }

  /**
   * The same where the checks of guardrails that are to be emulated are played.
   *
   * @param endpoints where, by the checks' names
   */
  public LocalConfig checking(Map<String, URI> endpoints) {
    Map<Object, Object> file = file();
    Map<Object, Object> checks = checks(file);
    emulatedChecks()
        .forEach(
            (name, kind) -> {
              Map<Object, Object> check = map(checks.get(name));
              check.remove("emulate");
              check.putAll(kind.settings());
              check.put("endpoint", endpoints.get(name).toString());
            });
    return with(file);
  }

  /** The same with {@code console: true}, unless the file says otherwise. */
  public LocalConfig watched() {
    Map<Object, Object> file = file();
    return file.putIfAbsent("console", "true") == null ? with(file) : this;
  }

  private LocalConfig with(Map<Object, Object> file) {
    DumpSettings block = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return of(new Dump(block).dumpToString(file), env);
  }

  /** The tools that are to be emulated. */
  public Set<String> emulatedTools() {
    return read.agents().map(AgentConfig::emulated).orElse(Set.of());
  }

  /** The checks of guardrails that are to be emulated, in the order of the file. */
  public Map<String, GuardrailKind> emulatedChecks() {
    Map<String, GuardrailKind> emulated = new LinkedHashMap<>();
    checks(file())
        .forEach(
            (name, check) -> {
              if ("true".equals(map(check).get("emulate"))) {
                emulated.put(name.toString(), GuardrailKind.of(map(check).get("kind").toString()));
              }
            });
    return emulated;
  }

  private static Map<Object, Object> checks(Map<Object, Object> file) {
    return Optional.ofNullable(file.get("guardrails"))
        .map(guardrails -> map(map(guardrails).get("checks")))
        .orElse(Map.of());
  }

  /** Whether {@code jobs} says {@code emulate: true}. */
  public boolean emulatesJobs() {
    return jobs(file()).map(jobs -> "true".equals(jobs.get("emulate"))).orElse(false);
  }

  /** How long a worker has for a job; what {@code jobs} says or the default. */
  public Duration lease() {
    return jobs(file())
        .map(jobs -> jobs.get("leaseSeconds"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.toString())))
        .orElse(JobSettings.DEFAULT_LEASE);
  }

  private static Optional<Map<Object, Object>> jobs(Map<Object, Object> file) {
    return Optional.ofNullable(file.get("jobs")).map(LocalConfig::map);
  }

  /** The file, filled in. */
  private Map<Object, Object> file() {
    // Every scalar stays the text that it is: 1.10 must not come out as 1.1.
    LoadSettings asText = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
    return map(filled(new Load(asText).loadFromString(yaml)));
  }

  /**
   * The text for the functions, in the form of the archives: filled in, since they do not see this
   * process's environment, with the emulators' endpoints, keys and trust in the place of what the
   * file says.
   *
   * @param endpoints where the emulated services listen, by name
   * @param keyVariables where the keys of those are that take keys, by name
   * @param trust the section {@code identity}
   * @param jobPlaces what {@code jobs} says of each cloud whose queues are emulated
   */
  public String forFunctions(
      Map<String, URI> endpoints,
      Map<String, String> keyVariables,
      Map<String, Map<String, String>> trust,
      Map<String, Map<String, Object>> jobPlaces) {
    Map<Object, Object> file = file();
    if (emulatesJobs()) {
      Map<Object, Object> jobs = map(file.get("jobs"));
      jobs.remove("emulate");
      jobs.putAll(jobPlaces);
    }
    Map<Object, Object> services = map(file.get("services"));
    endpoints.forEach(
        (name, endpoint) -> {
          Map<Object, Object> service = map(services.get(name));
          service.remove("emulate");
          service.put("endpoint", endpoint.toString());
          if (read().services().get(name) instanceof ServiceConfig.OpenAi openAi) {
            // What its own address says of it, loopback does not.
            service.put("dialect", openAi.dialect().name().toLowerCase(Locale.ROOT));
          }
        });
    keyVariables.forEach(
        (name, variable) -> map(services.get(name)).put("keyFrom", "env:" + variable));
    file.put("identity", trust);
    DumpSettings block = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return JsonForm.of(new Dump(block).dumpToString(file));
  }

  private Object filled(Object node) {
    return switch (node) {
      case String text -> Placeholders.fill(text, env);
      case List<?> list -> list.stream().map(this::filled).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> filled = new LinkedHashMap<>();
        map.forEach((key, value) -> filled.put(key, filled(value)));
        yield filled;
      }
      default -> node;
    };
  }

  /** Sound since {@link #filled} has made every map anew, and the file has been checked. */
  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object node) {
    return (Map<Object, Object>) node;
  }
}
