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

  private static int version(Matcher name) {
    int minor = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    return Integer.parseInt(name.group(1)) * 10 + minor;
  }

  /** Whether a conversation may end with the model's own words, for it to go on with. */
  public boolean takesPrefill() {
    return version < 46;
  }

  /** Whether it can be left to the model how long it thinks. */
  public boolean adaptive() {
    return version >= 46;
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
