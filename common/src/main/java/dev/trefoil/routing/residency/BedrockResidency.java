package dev.trefoil.routing.residency;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon Bedrock: a bare model stays in the region that is called; an inference profile goes
 * anywhere in its geography, told by its prefix, and its calls pass through the region that is
 * called. Of any other id nothing is known, application inference profiles' ARNs among them.
 * Source: Amazon Bedrock user guide, "Supported Regions and models for inference profiles".
 */
public final class BedrockResidency implements ServiceResidency {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:bedrock:([a-z0-9-]+):[0-9]*:([a-z-]+)/(.+)");

  /** What a bare model's id begins with. A geography that is new is none of these. */
  private static final Set<String> VENDORS =
      Set.of(
          "ai21",
          "amazon",
          "anthropic",
          "cohere",
          "deepseek",
          "google",
          "luma",
          "meta",
          "minimax",
          "mistral",
          "moonshot",
          "moonshotai",
          "nvidia",
          "openai",
          "qwen",
          "stability",
          "twelvelabs",
          "writer",
          "zai");

  private final Residency region;

  /**
   * @param region the one that is called
   */
  public BedrockResidency(String region) {
    this.region = Regions.aws(region);
  }

  @Override
  public Residency of(String model, long promptTokens) {
    if (!model.startsWith("arn:")) {
      return region.and(ofId(model, region));
    }
    Matcher arn = ARN.matcher(model);
    if (!arn.matches()) {
      return Residency.UNKNOWN;
    }
    Residency named = Regions.aws(arn.group(1));
    return switch (arn.group(2)) {
      case "foundation-model", "inference-profile" ->
          region.and(named).and(ofId(arn.group(3), named));
      default -> Residency.UNKNOWN;
    };
  }

  private static Residency ofId(String id, Residency region) {
    int dot = id.indexOf('.');
    String prefix = dot < 0 ? "" : id.substring(0, dot);
    return switch (prefix) {
      case "us", "us-gov" -> Residency.of("us");
      case "eu", "apac", "jp", "au", "in" -> Residency.of(prefix);
      default -> VENDORS.contains(prefix) ? region : Residency.UNKNOWN;
    };
  }
}
