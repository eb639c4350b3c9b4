// From what the file and OpenTelemetry's own variables say to what reads the ends of calls.
package dev.trefoil.runtime;

import dev.trefoil.chat.Deadline;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TelemetryConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.QueuedConsumer;
import dev.trefoil.gateway.Tracing;
import dev.trefoil.identity.Authorization;
import dev.trefoil.identity.Identity;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.telemetry.OnFirstCall;
import dev.trefoil.telemetry.OtelVariables;
import dev.trefoil.telemetry.Sampling;
import dev.trefoil.telemetry.TelemetrySettings;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Traces and metrics of a process's calls.
 *
 * @param tracing gives calls their place in a trace
 * @param consumer reads the ends of calls
 * @param sender what the consumer tells them to
 * @param flush how long a process that is about to stand still waits for what is to be sent
 */
record CallTelemetry(Tracing tracing, QueuedConsumer consumer, OnFirstCall sender, Duration flush) {
  private static final System.Logger LOG = System.getLogger(CallTelemetry.class.getName());

  /** How many calls may wait to be written; each holds its trail, less than 2 KB of memory. */
  private static final int MOST_CALLS = 8192;

  /** The same where each holds what was said in it, less than 200 KB. */
  private static final int MOST_CALLS_WITH_CONTENTS = 256;

  /** What a platform calls the function or container app. */
  private static final List<String> NAMES =
      List.of("AWS_LAMBDA_FUNCTION_NAME", "WEBSITE_SITE_NAME", "CONTAINER_APP_NAME", "K_SERVICE");

  /**
   * What is to be sent; empty where there is no receiver, or not what sends.
   *
   * @param random one that is seeded anew in a process that goes on from a snapshot
   * @throws IllegalArgumentException naming a variable that says nothing sensible
   */
  static Optional<CallTelemetry> of(
      TrefoilConfig config,
      Identity identity,
      Cloud host,
      Map<String, String> env,
      RandomGenerator random) {
    TelemetryConfig file = config.telemetry().orElse(TelemetryConfig.NONE);
    OtelVariables variables = new OtelVariables(env);
    Optional<URI> traces = variables.traces(file.endpoint());
    Optional<URI> metrics = variables.metrics(file.endpoint());
    if (traces.isEmpty() && metrics.isEmpty()) {
      return Optional.empty();
    }
    if (!OnFirstCall.isHere()) {
      LOG.log(
          Level.WARNING,
          "no telemetry is sent: this archive is packaged without it (./trefoil package"
              + " --telemetry)");
      return Optional.empty();
    }
    TelemetrySettings settings =
        new TelemetrySettings(
            traces,
            metrics,
            headers(file, variables.headers(), identity, env),
            file.contents(),
            variables.gzip(),
            variables.timeout(),
            file.flush(),
            variables.batchDelay(),
            variables.queue(),
            variables.metricInterval(),
            resource(variables, host, env),
            providers(config));
    Tracing tracing =
        traces.isEmpty()
            ? Tracing.NONE
            : new Sampling(
                variables.ratio().orElse(file.sampling()), variables.heedsParent(), random);
    AtomicReference<QueuedConsumer> queue = new AtomicReference<>();
    OnFirstCall sender = new OnFirstCall(settings, () -> queue.get().dropped());
    queue.set(new QueuedConsumer(sender, file.contents() ? MOST_CALLS_WITH_CONTENTS : MOST_CALLS));
    return Optional.of(new CallTelemetry(tracing, queue.get(), sender, file.flush()));
  }

  /** What tells of work beside calls; empty where no traces are written. */
  Optional<NotedRequests> noted() {
    return tracing == Tracing.NONE ? Optional.empty() : Optional.of(new NotedRequests(consumer));
  }

  /**
   * Waits until what the calls that have ended leave to be sent is sent, for as long at most.
   *
   * @return whether it is
   */
  boolean flush(Duration most) {
    try {
      return consumer.flush(Deadline.after(most));
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "telemetry is not sent", e);
      return false;
    }
  }

  private static Supplier<Map<String, String>> headers(
      TelemetryConfig file, Map<String, String> plain, Identity identity, Map<String, String> env) {
    Map<String, Authorization> referenced = new LinkedHashMap<>();
    file.headers()
        .forEach((name, source) -> referenced.put(name, Services.key(source, identity, env)));
    return () -> {
      Map<String, String> headers = new HashMap<>(plain);
      referenced.forEach((name, value) -> headers.put(name, value(name, value)));
      return headers;
    };
  }

  private static String value(String name, Authorization source) {
    try {
      return source.header(new Cancellation());
    } catch (ProviderException e) {
      throw new IllegalStateException(
          "the header " + name + " of telemetry cannot be had: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> resource(
      OtelVariables variables, Cloud host, Map<String, String> env) {
    Map<String, String> resource = new HashMap<>();
    resource.put("service.name", "trefoil");
    resource.put("cloud.provider", host.name().toLowerCase(Locale.ROOT));
    NAMES.stream()
        .map(name -> env.getOrDefault(name, ""))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .ifPresent(name -> resource.put("faas.name", name));
    resource.putAll(variables.resource());
    return resource;
  }

  /** By the conventions' own names ("gen_ai.provider.name"). */
  private static Map<String, String> providers(TrefoilConfig config) {
    Map<String, String> providers = new HashMap<>();
    config.services().forEach((name, service) -> providers.put(name, provider(service)));
    return providers;
  }

  private static String provider(ServiceConfig service) {
    return switch (service) {
      case ServiceConfig.Bedrock bedrock -> "aws.bedrock";
      case ServiceConfig.BedrockMantle mantle -> "aws.bedrock";
      case ServiceConfig.AzureOpenAi azure -> "azure.ai.openai";
      case ServiceConfig.Foundry foundry -> "azure.ai.inference";
      case ServiceConfig.Vertex vertex -> "gcp.vertex_ai";
      case ServiceConfig.OpenAi openAi -> "openai";
      case ServiceConfig.Anthropic anthropic -> "anthropic";
    };
  }
}
