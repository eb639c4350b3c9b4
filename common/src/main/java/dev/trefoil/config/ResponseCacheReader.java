package dev.trefoil.config;

import dev.trefoil.policy.ResponseCaching;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code responseCache}: which answers are kept to be given again. Off unless it is said. */
final class ResponseCacheReader {
  private static final String KEY = "responseCache";
  private static final String OFF = "off";
  private static final String ALWAYS = "always";
  private static final long DEFAULT_SECONDS = 3_600;
  private static final long MOST_SECONDS = 30L * 24 * 3_600;

  /** One record has room for it on every cloud. */
  private static final long MOST_BYTES = 256_000;

  private static final long DEFAULT_BYTES = 64_000;

  private ResponseCacheReader() {}

  /** What a route says; {@value #OFF} lifts what {@code outer} says. */
  static Optional<ResponseCaching> read(ConfigMap map, Optional<ResponseCaching> outer) {
    if (!map.has(KEY)) {
      return outer;
    }
    if (map.isText(KEY)) {
      map.text(
          KEY,
          text ->
              text.equals(OFF)
                  ? Optional.empty()
                  : Optional.of("is neither off nor a mapping: {ttlSeconds: 3600}"));
      return Optional.empty();
    }
    return map.map(KEY).map(ResponseCacheReader::terms);
  }

  private static ResponseCaching terms(ConfigMap cache) {
    ResponseCaching read =
        new ResponseCaching(
            Duration.ofSeconds(cache.number("ttlSeconds", 1, MOST_SECONDS).orElse(DEFAULT_SECONDS)),
            (int) cache.number("maxBytes", 1, MOST_BYTES).orElse(DEFAULT_BYTES),
            cache
                .word("when", List.of("deterministic", ALWAYS))
                .filter(ALWAYS::equals)
                .isPresent());
    cache.refuseTheRest();
    return read;
  }
}
