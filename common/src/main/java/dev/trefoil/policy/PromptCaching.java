package dev.trefoil.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * Who says which beginning of a prompt services are to keep.
 *
 * @param lifetime for how long, of what is kept by the hour
 */
public record PromptCaching(Mode mode, Duration lifetime) {
  /** Google's own, where nothing is said. */
  public static final Duration USUAL_LIFETIME = Duration.ofHours(1);

  /** The caller, by its marks; where it has none, services do as they do by themselves. */
  public static final PromptCaching CALLERS = new PromptCaching(Mode.CALLERS, USUAL_LIFETIME);

  /** Who says it. */
  public enum Mode {
    /** The caller, by its marks; where it has none, services do as they do by themselves. */
    CALLERS,
    /** We do, where the caller has no marks: tools, instructions and the last turns. */
    AUTO,
    /** We do, and tools and instructions are kept for money where a service does that. */
    EXPLICIT
  }

  public PromptCaching {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(lifetime, "lifetime");
  }

  /** Whether we mark prompts that their callers have not marked. */
  public boolean marks() {
    return mode != Mode.CALLERS;
  }
}
