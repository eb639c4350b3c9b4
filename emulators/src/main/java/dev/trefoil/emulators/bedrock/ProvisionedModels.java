// Provisioned throughput: models whose capacity has been bought, by their ARNs.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.service.RefusedException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What has been bought, and what was used of it within the last minute. The form of an ARN is that
 * of GetProvisionedModelThroughput in Bedrock's API reference; so are the words for one that is not
 * there.
 */
final class ProvisionedModels {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:provisioned-model/[a-z0-9]{12}");

  private static final long MINUTE = 60_000;

  private final InstantSource clock;
  private final Map<String, Bought> bought = new ConcurrentHashMap<>();

  ProvisionedModels(InstantSource clock) {
    this.clock = clock;
  }

  /** Buys a model's capacity. */
  void buy(String arn, String modelId, int tokensPerMinute) {
    if (!ARN.matcher(arn).matches()) {
      throw new IllegalArgumentException("not the ARN of a provisioned model: " + arn);
    }
    bought.put(arn, new Bought(modelId, tokensPerMinute));
  }

  /**
   * The model behind an id: itself, unless it is an ARN of this kind.
   *
   * @throws RefusedException when nobody has bought it, or its capacity is used up
   */
  String admit(String modelId) throws RefusedException {
    if (!modelId.contains(":provisioned-model/")) {
      return modelId;
    }
    Bought one = bought.get(modelId);
    if (one == null) {
      throw new RefusedException(
          BedrockErrors.of(
              404,
              "ResourceNotFoundException",
              "The specified resource Amazon Resource Name (ARN) was not found. Check the Amazon"
                  + " Resource Name (ARN) and try your request again."));
    }
    if (one.used(clock.millis()) >= one.tokensPerMinute) {
      throw new RefusedException(BedrockErrors.throttled(OptionalInt.empty()));
    }
    return one.modelId;
  }

  /** An answer was given. */
  void used(String modelId, int tokens) {
    Bought one = bought.get(modelId);
    if (one != null) {
      one.use(clock.millis(), tokens);
    }
  }

  /** Capacity of one model. */
  private static final class Bought {
    private final String modelId;
    private final int tokensPerMinute;
    private final Deque<Use> uses = new ArrayDeque<>();

    private record Use(long at, int tokens) {}

    Bought(String modelId, int tokensPerMinute) {
      this.modelId = modelId;
      this.tokensPerMinute = tokensPerMinute;
    }

    synchronized void use(long now, int tokens) {
      uses.addLast(new Use(now, tokens));
    }

    synchronized int used(long now) {
      while (!uses.isEmpty() && uses.getFirst().at() <= now - MINUTE) {
        uses.removeFirst();
      }
      return uses.stream().mapToInt(Use::tokens).sum();
    }
  }
}
