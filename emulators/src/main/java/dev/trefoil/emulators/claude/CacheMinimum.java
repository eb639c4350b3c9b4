// The shortest prompts that caches of Claude's keep.
package dev.trefoil.emulators.claude;

import java.util.regex.Pattern;

/** Tokens by model ("Prompt caching" in Anthropic's documentation and in Bedrock's user guide). */
public final class CacheMinimum {

  private static final int USUAL = 1_024;
  private static final Pattern SHORT = Pattern.compile("opus-5|fable|mythos");
  private static final Pattern LONGER = Pattern.compile("opus-4-7|claude-3(-5)?-haiku|haiku-3");
  private static final Pattern LONGEST = Pattern.compile("opus-4-[56]|haiku-4-5");
  private static final Pattern LONGEST_ON_BEDROCK = Pattern.compile("opus-4-7|sonnet-4-5");

  private CacheMinimum() {}

  /** Of a model at Anthropic. */
  public static int of(String model) {
    if (SHORT.matcher(model).find()) {
      return 512;
    }
    if (LONGEST.matcher(model).find()) {
      return 4_096;
    }
    return LONGER.matcher(model).find() ? 2_048 : USUAL;
  }

  /** Of a model on Amazon Bedrock. */
  public static int onBedrock(String modelId) {
    return LONGEST_ON_BEDROCK.matcher(modelId).find() ? 4_096 : of(modelId);
  }
}
