package dev.trefoil.config;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Defaults;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.PromptCaching;
import dev.trefoil.policy.Recovery;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads how calls are carried out. What is not said stays as the outer place says it. */
final class PolicyReader {
  private static final long MOST_MILLIS = 3_600_000;
  private static final int MOST_RETRIES = 5;
  private static final int LARGEST_WINDOW = 1_000;
  private static final double HOTTEST = 2;

  private static final List<String> RETURNABLE =
      List.of(
          "throttled",
          "quota",
          "overloaded",
          "timeout",
          "unreachable",
          "truncated",
          "response_too_large",
          "auth",
          "model_unavailable",
          "context_too_long",
          "unsupported");

  private static final List<String> CACHE_MODES = List.of("callers", "auto", "explicit");

  /** Seconds: less is not worth the making, and what is forgotten costs money for so long. */
  private static final long LEAST_LIFETIME = 300;

  private static final long MOST_LIFETIME = 86_400;

  private PolicyReader() {}

  static Policy policy(ConfigMap map, Policy outer) {
    return new Policy(
        map.map("retry").map(retry -> retry(retry, outer.retry())).orElse(outer.retry()),
        word(map, "recovery", Recovery.class).orElse(outer.recovery()),
        hedging(map).orElse(outer.hedging()),
        word(map, "onDisconnect", OnDisconnect.class).orElse(outer.onDisconnect()),
        streamInside(map).orElse(outer.streamInside()),
        outer.gate(),
        map.has("returned") ? returned(map) : outer.returned(),
        map.millis("timeoutMs", MOST_MILLIS).or(outer::timeout),
        map.map("defaults").map(it -> defaults(it, outer.defaults())).orElse(outer.defaults()),
        map.text("instructions").or(outer::instructions),
        caching(map, outer.promptCaching()),
        map.flag("strict", outer.strict()),
        map.number("maxResponseBytes", 1, Policy.LARGEST_RESPONSE).orElse(outer.maxResponseBytes()),
        ResponseCacheReader.read(map, outer.responseCache()),
        map.word("compaction", List.of("auto", "off"))
            .map("auto"::equals)
            .orElse(outer.compaction()),
        outer.guarding());
  }

  private static Optional<StreamInside> streamInside(ConfigMap map) {
    return map.word("streamInside", List.of("auto", "true", "false"))
        .map(
            word ->
                switch (word) {
                  case "true" -> StreamInside.ALWAYS;
                  case "false" -> StreamInside.NEVER;
                  default -> StreamInside.AUTO;
                });
  }

  private static Defaults defaults(ConfigMap map, Defaults outer) {
    Defaults read =
        new Defaults(
            or(map.decimal("temperature", 0, HOTTEST), outer.temperature()),
            or(map.decimal("topP", 0, 1), outer.topP()),
            or(map.number("maxTokens", 1, Integer.MAX_VALUE), outer.maxTokens()),
            map.word("reasoningEffort", Defaults.EFFORTS).or(outer::reasoningEffort));
    map.refuseTheRest();
    return read;
  }

  static AttemptLimits limits(ConfigMap map, AttemptLimits outer) {
    Optional<ConfigMap> limits = map.map("limits");
    if (limits.isEmpty()) {
      return outer;
    }
    AttemptLimits read =
        new AttemptLimits(
            limits.get().millis("firstTokenMs", MOST_MILLIS).orElse(outer.firstToken()),
            limits
                .get()
                .millis("firstTokenThinkingMs", MOST_MILLIS)
                .orElse(outer.firstTokenThinking()),
            limits.get().millis("stallMs", MOST_MILLIS).orElse(outer.stall()));
    limits.get().refuseTheRest();
    return read;
  }

  static BreakerSettings breaker(ConfigMap map) {
    BreakerSettings otherwise = BreakerSettings.DEFAULTS;
    BreakerSettings read =
        new BreakerSettings(
            count(map, "consecutiveFailures", otherwise.consecutiveFailures()),
            count(map, "window", otherwise.window()),
            count(map, "minimumCalls", otherwise.minimumCalls()),
            map.decimal("failureRate", 0.01, 1).orElse(otherwise.failureRate()),
            map.millis("openMs", MOST_MILLIS).orElse(otherwise.openFor()),
            orZero(map, "rampMs", otherwise.ramp()));
    if (read.minimumCalls() > read.window()) {
      map.mistake("minimumCalls", "is more than the window holds");
    }
    map.refuseTheRest();
    return read;
  }

  private static RetryPolicy retry(ConfigMap map, RetryPolicy outer) {
    RetryPolicy read =
        new RetryPolicy(
            (int) map.number("retries", 0, MOST_RETRIES).orElse(outer.retries()),
            orZero(map, "backoffMs", outer.backoff()),
            orZero(map, "retryAfterLimitMs", outer.retryAfterLimit()));
    map.refuseTheRest();
    return read;
  }

  /** A word, or an object of a word and for how long what is paid by the hour is kept. */
  private static PromptCaching caching(ConfigMap map, PromptCaching outer) {
    Optional<ConfigItem> item = map.item("cache");
    if (item.isEmpty()) {
      return outer;
    }
    if (!item.get().isMap()) {
      return item.get()
          .text(
              text ->
                  CACHE_MODES.contains(text)
                      ? Optional.empty()
                      : Optional.of("is not " + String.join(" or ", CACHE_MODES)))
          .map(text -> PromptCaching.Mode.valueOf(text.toUpperCase(Locale.ROOT)))
          .map(mode -> new PromptCaching(mode, PromptCaching.USUAL_LIFETIME))
          .orElse(outer);
    }
    ConfigMap cache = item.get().map();
    PromptCaching read =
        new PromptCaching(
            word(cache, "mode", PromptCaching.Mode.class).orElse(outer.mode()),
            Duration.ofSeconds(
                cache
                    .number("ttlSeconds", LEAST_LIFETIME, MOST_LIFETIME)
                    .orElse(PromptCaching.USUAL_LIFETIME.toSeconds())));
    cache.refuseTheRest();
    return read;
  }

  private static Optional<Hedging> hedging(ConfigMap map) {
    Optional<ConfigItem> item = map.item("hedge");
    return item.flatMap(
        hedge ->
            hedge
                .text(
                    text ->
                        text.matches("off|p95|[1-9][0-9]{0,6}")
                            ? Optional.empty()
                            : Optional.of("is not off, p95 or a number of milliseconds"))
                .map(
                    text ->
                        switch (text) {
                          case "off" -> new Hedging.Off();
                          case "p95" -> new Hedging.AfterUsual();
                          default -> new Hedging.After(Duration.ofMillis(Long.parseLong(text)));
                        }));
  }

  private static Set<Kind> returned(ConfigMap map) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    map.oneOrMoreTexts(
            "returned",
            text ->
                RETURNABLE.contains(text)
                    ? Optional.empty()
                    : Optional.of("is not one of " + String.join(", ", RETURNABLE)))
        .forEach(text -> kinds.add(Kind.valueOf(text.toUpperCase(Locale.ROOT))));
    return kinds;
  }

  private static <E extends Enum<E>> Optional<E> word(ConfigMap map, String key, Class<E> type) {
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    return map.word(key, words).map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
  }

  private static int count(ConfigMap map, String key, int otherwise) {
    return (int) map.number(key, 1, LARGEST_WINDOW).orElse(otherwise);
  }

  private static Duration orZero(ConfigMap map, String key, Duration otherwise) {
    OptionalLong millis = map.number(key, 0, MOST_MILLIS);
    return millis.isPresent() ? Duration.ofMillis(millis.getAsLong()) : otherwise;
  }

  private static OptionalDouble or(OptionalDouble read, OptionalDouble otherwise) {
    return read.isPresent() ? read : otherwise;
  }

  private static OptionalInt or(OptionalLong read, OptionalInt otherwise) {
    return read.isPresent() ? OptionalInt.of((int) read.getAsLong()) : otherwise;
  }
}
