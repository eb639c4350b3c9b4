package dev.trefoil.chat;

import java.util.Objects;

/**
 * A mark by which a provider knows its own earlier words again. It means something to that provider
 * only and is never shown to another.
 *
 * @param origin whose it is: {@link #GOOGLE}, {@link #ANTHROPIC}, {@link #OPENAI}, or {@link
 *     #BEDROCK} for models of others there
 * @param value as the provider gave it, in base64 where it gave bytes
 */
public record Signature(String origin, String value) {
  public static final String GOOGLE = "google";
  public static final String ANTHROPIC = "anthropic";

  /** Its value names the resource and the model, since it is bound to both. */
  public static final String OPENAI = "openai";

  /** Its value names the model, since those of one cloud are many makers'. */
  public static final String BEDROCK = "bedrock";

  public Signature {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(value, "value");
  }
}
