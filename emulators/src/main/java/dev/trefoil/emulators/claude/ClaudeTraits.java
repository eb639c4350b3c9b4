// What Claude models take and refuse, by version: the newer, the less may be set.
package dev.trefoil.emulators.claude;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the models from one version on have in common.
 *
 * @param since the version, major times ten plus minor
 * @param sampling which sampling settings it takes
 * @param prefill whether a conversation may end with the model's own words
 * @param budget whether thinking may be given a budget
 * @param adaptive whether thinking may be left to the model
 * @param shown whether thinking is shown unless it is asked to be omitted
 * @param laterSystem whether a system message may come after one of the user's
 * @param schemas whether answers may be bound to a JSON schema
 * @param efforts the levels of effort that it knows
 * @param output the most tokens of an answer
 */
public record ClaudeTraits(
    int since,
    Sampling sampling,
    boolean prefill,
    boolean budget,
    boolean adaptive,
    boolean shown,
    boolean laterSystem,
    boolean schemas,
    List<String> efforts,
    int output) {

  /** Which of temperature and top_p may be set. */
  public enum Sampling {
    /** Both. */
    BOTH,
    /** One of them. */
    ONE,
    /** None, and top_k neither. */
    NONE
  }

  private static final List<String> NO_EFFORT = List.of();
  private static final List<String> EFFORT = List.of("low", "medium", "high");
  private static final List<String> MAX = List.of("low", "medium", "high", "max");
  private static final List<String> XHIGH = List.of("low", "medium", "high", "xhigh", "max");

  /**
   * Newest first. Sources: Anthropic's models overview, migration guide, "What's new" of 4.6 and
   * 4.7, "Effort", "Adaptive thinking" and "Structured outputs", and what callers report of the
   * API.
   */
  private static final List<ClaudeTraits> ROWS =
      List.of(
          //  since    sampling   prefill budget adaptive shown schemas efforts    output
          row(48, Sampling.NONE, false, false, true, false, true, XHIGH, 128_000),
          row(47, Sampling.NONE, false, false, true, false, true, XHIGH, 128_000),
          row(46, Sampling.ONE, false, true, true, true, true, MAX, 128_000),
          row(45, Sampling.ONE, true, true, false, true, true, EFFORT, 64_000),
          row(41, Sampling.ONE, true, true, false, true, false, NO_EFFORT, 32_000),
          row(37, Sampling.BOTH, true, true, false, true, false, NO_EFFORT, 64_000),
          row(35, Sampling.BOTH, true, false, false, true, false, NO_EFFORT, 8_192),
          row(0, Sampling.BOTH, true, false, false, true, false, NO_EFFORT, 4_096));

  /** claude-opus-4-7, claude-haiku-4-5-20251001-v1:0, claude-sonnet-5, claude-3-5-sonnet-…. */
  private static final Pattern NAME =
      Pattern.compile(
          ".*claude-(?:(opus|sonnet|haiku|[a-z]{4,})-)?v?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d).*");

  /** The traits of a model of this name, wherever the name stands in an id; empty if it is none. */
  public static Optional<ClaudeTraits> of(String model) {
    if (!model.contains("claude")) {
      return Optional.empty();
    }
    Matcher name = NAME.matcher(model);
    if (!name.matches()) {
      return Optional.of(ROWS.getLast());
    }
    int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
    int version = Integer.parseInt(name.group(2)) * 10 + minor;
    ClaudeTraits row = ROWS.stream().filter(r -> r.since <= version).findFirst().orElseThrow();
    return Optional.of(row.in(Optional.ofNullable(name.group(1)).orElse(""), version));
  }

  /** The exceptions: of the 4.5 models only Opus knows effort, and some say less than others. */
  private ClaudeTraits in(String family, int version) {
    boolean opus = family.equals("opus");
    int most = opus && version == 40 ? 32_000 : output;
    return row(
        since,
        sampling,
        prefill,
        budget,
        adaptive,
        shown,
        schemas,
        version == 45 && !opus ? NO_EFFORT : efforts,
        most);
  }

  private static ClaudeTraits row(
      int since,
      Sampling sampling,
      boolean prefill,
      boolean budget,
      boolean adaptive,
      boolean shown,
      boolean schemas,
      List<String> efforts,
      int output) {
    return new ClaudeTraits(
        since, sampling, prefill, budget, adaptive, shown, since >= 48, schemas, efforts, output);
  }
}
