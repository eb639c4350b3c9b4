package dev.trefoil.config;

import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.bedrock.BedrockProtocols;
import dev.trefoil.provider.bedrock.ConverseGuardrail;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.routing.residency.ServiceResidency;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code services}. */
final class ServiceReader {
  static final List<String> WEB = List.of("https", "http");
  private static final long MOST_CONNECT_MILLIS = 60_000;

  /** Cloud Storage, "Bucket naming guidelines". */
  private static final Pattern BUCKET =
      Pattern.compile(
          "(?=.{3,222}$)[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?"
              + "([.][a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)*");

  private ServiceReader() {}

  /**
   * @param services what is read, by name
   * @param residencies where each keeps what it is sent
   */
  static void read(
      ConfigMap declared,
      Map<String, ServiceConfig> services,
      Map<String, ServiceResidency> residencies) {
    for (String name : declared.names()) {
      if (!name.matches("[A-Za-z0-9_-]+")) {
        declared.mistake(name, "is not a service's name: letters, digits, - and _ only");
      }
      ConfigMap service = declared.map(name).orElseThrow();
      Optional<ServiceConfig> read = service(service);
      if (read.isPresent()) {
        services.put(name, read.get());
        residencies.put(name, ResidencyReader.service(service, read.get()));
      }
      service.refuseTheRest();
    }
  }

  private static Optional<ServiceConfig> service(ConfigMap service) {
    String kind =
        service
            .requiredText(
                "kind",
                String.join("|", ServiceConfig.KINDS),
                "one of " + String.join(", ", ServiceConfig.KINDS))
            .orElse("");
    boolean emulate = service.flag("emulate");
    Duration connect =
        service
            .millis("connectTimeoutMs", MOST_CONNECT_MILLIS)
            .orElse(ServiceConfig.CONNECT_TIMEOUT);
    return switch (kind) {
      case ServiceConfig.BEDROCK -> Optional.of(bedrock(service, emulate, connect));
      case ServiceConfig.BEDROCK_MANTLE ->
          Optional.of(
              new ServiceConfig.BedrockMantle(
                  awsRegion(service),
                  service.url("endpoint", WEB),
                  ModelReader.protocol(service, ServiceConfig.OF_OPENAI),
                  emulate,
                  connect));
      case ServiceConfig.AZURE_OPENAI ->
          Optional.of(
              new ServiceConfig.AzureOpenAi(
                  endpoint(service, emulate),
                  ModelReader.protocol(service, ServiceConfig.OF_OPENAI),
                  emulate,
                  connect));
      case ServiceConfig.FOUNDRY ->
          Optional.of(new ServiceConfig.Foundry(endpoint(service, emulate), emulate, connect));
      case ServiceConfig.VERTEX ->
          Optional.of(
              new ServiceConfig.Vertex(
                  service
                      .requiredText("project", "[a-z][a-z0-9:.-]*", "a Google Cloud project's id")
                      .orElse(""),
                  service
                      .requiredText("location", "[a-z]+(-[a-z]+[0-9]+)?", "a Vertex AI location")
                      .orElse(""),
                  service.url("endpoint", List.of("https")),
                  emulate,
                  connect,
                  buckets(service)));
      case ServiceConfig.OPENAI -> {
        Optional<URI> endpoint = endpoint(service, emulate);
        yield Optional.of(
            new ServiceConfig.OpenAi(
                endpoint,
                dialect(service, endpoint),
                ModelReader.protocol(service, ServiceConfig.OF_OPENAI),
                key(service),
                emulate,
                connect));
      }
      case ServiceConfig.ANTHROPIC -> {
        boolean keyed = service.has("keyFrom");
        Optional<KeySource> key = key(service);
        if (!keyed && !emulate) {
          service.mistake("keyFrom", "is missing");
        }
        yield Optional.of(
            new ServiceConfig.Anthropic(service.url("endpoint", WEB), key, emulate, connect));
      }
      default -> {
        service.names().forEach(service::text); // Of an unknown kind, nothing else is judged.
        yield Optional.empty();
      }
    };
  }

  static String awsRegion(ConfigMap service) {
    return service.requiredText("region", "[a-z]{2,}(-[a-z]+)+-[0-9]+", "an AWS region").orElse("");
  }

  /** Whose objects Vertex AI may be made to read by what a caller writes; none unless set. */
  private static Set<String> buckets(ConfigMap service) {
    return service.has("buckets")
        ? new HashSet<>(
            service.texts(
                "buckets",
                name ->
                    BUCKET.matcher(name).matches()
                        ? Optional.empty()
                        : Optional.of("is not the name of a Cloud Storage bucket")))
        : Set.of();
  }

  private static Dialect dialect(ConfigMap service, Optional<URI> endpoint) {
    return service
        .word("dialect", List.of("openai", "compatible"))
        .map(word -> Dialect.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElseGet(
            () ->
                endpoint.filter(ServiceReader::isOpenAi).isPresent()
                    ? Dialect.OPENAI
                    : Dialect.COMPATIBLE);
  }

  /** OpenAI's hosts (regional ones are eu.api.openai.com and the like) and those of Azure. */
  private static boolean isOpenAi(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return host.equals("api.openai.com")
        || host.endsWith(".api.openai.com")
        || host.endsWith(".openai.azure.com")
        || host.endsWith(".services.ai.azure.com");
  }

  private static ServiceConfig.Bedrock bedrock(
      ConfigMap service, boolean emulate, Duration connect) {
    Optional<Protocol> protocol = ModelReader.protocol(service, BedrockProtocols.SPOKEN);
    Optional<ConverseGuardrail> guardrail =
        service.has("guardrail") || service.has("guardrailVersion")
            ? Optional.of(
                new ConverseGuardrail(
                    GuardrailReader.bedrockGuardrail(service, "guardrail"),
                    GuardrailReader.bedrockVersion(service, "guardrailVersion")))
            : Optional.empty();
    if (guardrail.isPresent() && protocol.orElse(Protocol.CONVERSE) != Protocol.CONVERSE) {
      service.mistake(
          "protocol", "must be converse beside a guardrail, which nothing else applies");
    }
    return new ServiceConfig.Bedrock(
        awsRegion(service), service.url("endpoint", WEB), protocol, guardrail, emulate, connect);
  }

  private static Optional<URI> endpoint(ConfigMap service, boolean emulate) {
    boolean named = service.has("endpoint");
    Optional<URI> endpoint = service.url("endpoint", WEB);
    if (!named && !emulate) {
      service.mistake("endpoint", "is missing");
    }
    return endpoint;
  }

  /** Where a key is, as {@code keyFrom} says it. */
  static Optional<KeySource> key(ConfigMap service) {
    for (String name : List.of("key", "apiKey", "api_key")) {
      if (service.has(name)) {
        service.mistake(
            name,
            "must not stand in the configuration: put the key into the cloud's secret store and"
                + " write keyFrom: secret:NAME, or into an environment variable and write keyFrom:"
                + " env:NAME");
        service.forget(name);
      }
    }
    if (!service.has("keyFrom")) {
      return Optional.empty();
    }
    return KeySource.read(service, "keyFrom");
  }
}
