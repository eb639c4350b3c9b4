package dev.trefoil.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that was done for a call beside its attempts. It holds nothing of what was said. */
public sealed interface SideWork {
  /** By the wall clock. */
  Instant began();

  Duration took();

  /** Why it failed, as a word of few; empty where it did not. */
  Optional<String> error();

  /**
   * The cloud's store was asked.
   *
   * @param system what it is, in telemetry's words
   * @param operation in those of our seam: {@code get}, {@code add} …
   */
  record StoreOperation(
      String system, String operation, Instant began, Duration took, Optional<String> error)
      implements SideWork {}

  /**
   * A tool was called that its model wanted.
   *
   * @param tool as the model knows it
   * @param id that the model gave the call
   */
  record ToolCall(String tool, String id, Instant began, Duration took, Optional<String> error)
      implements SideWork {}
}
