package dev.trefoil.chat;

import java.util.Objects;
import java.util.Optional;

/** What a service says of the end of an answer beyond its {@link FinishReason}. */
public sealed interface StopDetail {

  /**
   * One of the request's stop texts was met; with {@link FinishReason#STOP}.
   *
   * @param text which
   */
  record StopSequence(String text) implements StopDetail {
    public StopSequence {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * The model or its service declined; with {@link FinishReason#CONTENT_FILTER}.
   *
   * @param category in the service's words
   * @param explanation for people
   */
  record Refused(Optional<String> category, Optional<String> explanation) implements StopDetail {
    public Refused {
      Objects.requireNonNull(category, "category");
      Objects.requireNonNull(explanation, "explanation");
    }
  }

  /** The context window was full; with {@link FinishReason#LENGTH}. */
  record ContextWindow() implements StopDetail {}

  /**
   * A long turn with tools of the service's own was paused: sent back as it is, the answer goes on;
   * with {@link FinishReason#STOP}.
   */
  record Paused() implements StopDetail {}
}
