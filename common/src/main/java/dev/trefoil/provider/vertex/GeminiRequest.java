package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * A request for Gemini in the library's messages, with what they cannot say.
 *
 * @param model the model's id
 * @param message all the rest
 * @param kept for how long tools and instructions are to be kept, where they are
 * @param level how hard to think; where there is one, the message names no budget
 */
record GeminiRequest(
    String model,
    GenerateContentRequest message,
    Optional<Duration> kept,
    Optional<ThinkingLevel> level) {

  /** A request of which nothing is to be kept. */
  GeminiRequest(String model, GenerateContentRequest message, Optional<ThinkingLevel> level) {
    this(model, message, Optional.empty(), level);
  }
}
