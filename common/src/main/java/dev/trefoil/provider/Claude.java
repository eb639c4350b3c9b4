package dev.trefoil.provider;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What differs between versions of Claude and is no capability that other models have too. Sources:
 * Anthropic's "Effort", "Adaptive thinking" and the migration guides to 4.6 and 4.7.
 *
 * @param version major times ten plus minor
 */
public record Claude(int version) {
  /** What the services demand of a budget of thoughts at least, in tokens. */
  public static final long LEAST_BUDGET = 1024;

  /** What Anthropic's API takes, by its reference of Messages. */
  public static final double HIGHEST_TEMPERATURE = 1;

  /** Below this, top_p excludes thinking. */
  public static final double LEAST_TOP_P = 0.95;

  private static final Pattern NAME =
      Pattern.compile("claude-(?:[a-z]+-)?v?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

  /** One that is not known is taken for the newest. */
  private static final int NEWEST = 990;

  /** Empty if the model is none. */
  public static Optional<Claude> of(String family, String model) {
    for (String name : new String[] {family, model}) {
      if (name.contains("claude")) {
        Matcher matcher = NAME.matcher(name);
        return Optional.of(new Claude(matcher.find() ? version(matcher) : NEWEST));
      }
    }
    return Optional.empty();
  }

  /**
   * How many tokens a model that is told a number may think at an effort in words.
   *
   * @param most what the answer has, thoughts included: half of it is kept for what is said
   */
  public static long budget(String effort, long most) {
    long wanted =
        switch (effort) {
          case "minimal" -> LEAST_BUDGET;
          case "low" -> 2048;
          case "medium" -> 8192;
          case "high" -> 16_384;
          default -> 32_768;
        };
    return Math.max(LEAST_BUDGET, Math.min(wanted, most / 2));
  }

  private static int version(Matcher name) {
    int minor = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    return Integer.parseInt(name.group(1)) * 10 + minor;
  }

  /** Whether a conversation may end with the model's own words, for it to go on with. */
  public boolean takesPrefill() {
    return version < 46;
  }

  /**
   * Whether Amazon Bedrock takes marks of what it is to keep of a prompt: "Prompt caching" in its
   * user guide, supported models.
   */
  public boolean caches() {
    return version >= 37;
  }

  /** Whether it can be left to the model how long it thinks. */
  public boolean adaptive() {
    return version >= 46;
  }

  /** Whether a system message may stand after one of the user's. */
  public boolean takesLaterSystem() {
    return version >= 48;
  }

  /** Whether it shows its thoughts only if asked to. */
  public boolean hidesThoughts() {
    return version >= 47;
  }

  /** The nearest of its levels of effort to one of OpenAI's other than none. */
  public String effort(String level) {
    return switch (level) {
      case "minimal", "low" -> "low";
      case "xhigh" -> version >= 47 ? "xhigh" : most();
      case "max" -> most();
      default -> level;
    };
  }

  private String most() {
    return version >= 46 ? "max" : "high";
  }
}
