package dev.trefoil.fallback;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.target.Target;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One call to one target, as the caller gets to see it.
 *
 * @param outcome {@code ok}, {@code started} while the answer is still being given, or the
 *     failure's kind in small letters
 * @param failure what went wrong; empty where nothing did
 * @param took until the outcome was known; for {@code started} until the first content
 */
public record Attempt(
    Target target, String outcome, Optional<ProviderException> failure, Duration took) {

  static Attempt ok(Target target, Duration took) {
    return new Attempt(target, "ok", Optional.empty(), took);
  }

  static Attempt started(Target target, Duration took) {
    return new Attempt(target, "started", Optional.empty(), took);
  }

  static Attempt failed(Target target, ProviderException failure, Duration took) {
    return new Attempt(
        target, failure.kind().name().toLowerCase(Locale.ROOT), Optional.of(failure), took);
  }
}
