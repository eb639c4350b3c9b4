package dev.trefoil.policy;

import dev.trefoil.chat.Usage;

/**
 * What was bought of a target beforehand: Amazon Bedrock's provisioned throughput, a provisioned
 * deployment of Azure. It is paid for whether it is used or not.
 *
 * @param tokensPerMinute what it takes, above 0
 * @param share of that, above which calls go to other targets; above 0, at most 1
 * @param outputWeight as how many tokens of a prompt one of an answer counts
 */
public record Capacity(long tokensPerMinute, double share, double outputWeight) {
  /** Of what was bought, where nothing is said. */
  public static final double SHARE = 0.9;

  public Capacity {
    if (tokensPerMinute < 1 || share <= 0 || share > 1 || outputWeight < 0) {
      throw new IllegalArgumentException("no capacity: " + tokensPerMinute + " " + share);
    }
  }

  /** How many tokens a minute calls may take of it. */
  public long limit() {
    return Math.round(tokensPerMinute * share);
  }

  /** What an answer takes of it; what a service has read from its cache takes nothing. */
  public long of(Usage usage) {
    return Math.max(0, usage.promptTokens() - usage.cachedTokens())
        + Math.round(usage.completionTokens() * outputWeight);
  }
}
