package dev.trefoil.chat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How an answer is to be sampled and bounded. Absent means: the service's own default.
 *
 * @param temperature 0 to 2, as OpenAI counts it; services with a smaller range get their most
 * @param topP 0 to 1
 * @param maxTokens at least 1; bounds the answer, reasoning included
 * @param stop texts that end the answer, none empty; many services take at most four
 * @param choices how many answers are wanted, 1 to 128
 * @param seed for answers that repeat, as far as a service can
 * @param presencePenalty -2 to 2
 * @param frequencyPenalty -2 to 2
 * @param topLogprobs log probabilities are wanted, with so many alternatives, 0 to 20
 * @param logitBias by token id, -100 to 100; empty for none
 * @param reasoningEffort none, minimal, low, medium, high, xhigh or max
 * @param reasoningBudget how many tokens the model may think, at least 1; empty for as the effort
 *     has it
 * @param reasoningSummary auto, concise or detailed: that a summary of its thoughts is wanted;
 *     none: that neither they nor a summary are
 * @param parallelToolCalls whether several calls in one answer are welcome
 * @param serviceTier auto, default, flex, priority or scale
 * @param metadata at most 16 labels
 * @param user whom the call is made for
 */
public record Settings(
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalInt maxTokens,
    List<String> stop,
    int choices,
    OptionalLong seed,
    OptionalDouble presencePenalty,
    OptionalDouble frequencyPenalty,
    OptionalInt topLogprobs,
    Map<String, Double> logitBias,
    Optional<String> reasoningEffort,
    OptionalInt reasoningBudget,
    Optional<String> reasoningSummary,
    Optional<Boolean> parallelToolCalls,
    Optional<String> serviceTier,
    Map<String, String> metadata,
    Optional<String> user) {

  /** Everything left to the service. */
  public static final Settings DEFAULTS = builder().build();

  public Settings {
    stop = List.copyOf(stop);
    logitBias = Map.copyOf(logitBias);
    metadata = Map.copyOf(metadata);
    Objects.requireNonNull(seed, "seed");
    if (choices < 1) {
      throw new IllegalArgumentException("choices: " + choices);
    }
  }

  /** Starts from {@link #DEFAULTS}. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same settings with another temperature. */
  public Settings withTemperature(OptionalDouble other) {
    return toBuilder().temperature(other).build();
  }

  /** The same settings with another bound of the answer. */
  public Settings withMaxTokens(OptionalInt other) {
    return toBuilder().maxTokens(other).build();
  }

  /** Starts from these. */
  public Builder toBuilder() {
    return builder()
        .temperature(temperature)
        .topP(topP)
        .maxTokens(maxTokens)
        .stop(stop)
        .choices(choices)
        .seed(seed)
        .presencePenalty(presencePenalty)
        .frequencyPenalty(frequencyPenalty)
        .topLogprobs(topLogprobs)
        .logitBias(logitBias)
        .reasoningEffort(reasoningEffort)
        .reasoningBudget(reasoningBudget)
        .reasoningSummary(reasoningSummary)
        .parallelToolCalls(parallelToolCalls)
        .serviceTier(serviceTier)
        .metadata(metadata)
        .user(user);
  }

  /** Collects settings; what is not set is left to the service. */
  public static final class Builder {
    private OptionalDouble temperature = OptionalDouble.empty();
    private OptionalDouble topP = OptionalDouble.empty();
    private OptionalInt maxTokens = OptionalInt.empty();
    private List<String> stop = List.of();
    private int choices = 1;
    private OptionalLong seed = OptionalLong.empty();
    private OptionalDouble presencePenalty = OptionalDouble.empty();
    private OptionalDouble frequencyPenalty = OptionalDouble.empty();
    private OptionalInt topLogprobs = OptionalInt.empty();
    private Map<String, Double> logitBias = Map.of();
    private Optional<String> reasoningEffort = Optional.empty();
    private OptionalInt reasoningBudget = OptionalInt.empty();
    private Optional<String> reasoningSummary = Optional.empty();
    private Optional<Boolean> parallelToolCalls = Optional.empty();
    private Optional<String> serviceTier = Optional.empty();
    private Map<String, String> metadata = Map.of();
    private Optional<String> user = Optional.empty();

    private Builder() {}

    public Builder temperature(OptionalDouble value) {
      temperature = value;
      return this;
    }

    public Builder topP(OptionalDouble value) {
      topP = value;
      return this;
    }

    public Builder maxTokens(OptionalInt value) {
      maxTokens = value;
      return this;
    }

    public Builder stop(List<String> value) {
      stop = value;
      return this;
    }

    public Builder choices(int value) {
      choices = value;
      return this;
    }

    public Builder seed(OptionalLong value) {
      seed = value;
      return this;
    }

    public Builder presencePenalty(OptionalDouble value) {
      presencePenalty = value;
      return this;
    }

    public Builder frequencyPenalty(OptionalDouble value) {
      frequencyPenalty = value;
      return this;
    }

    public Builder topLogprobs(OptionalInt value) {
      topLogprobs = value;
      return this;
    }

    public Builder logitBias(Map<String, Double> value) {
      logitBias = value;
      return this;
    }

    public Builder reasoningEffort(Optional<String> value) {
      reasoningEffort = value;
      return this;
    }

    public Builder reasoningBudget(OptionalInt value) {
      reasoningBudget = value;
      return this;
    }

    public Builder reasoningSummary(Optional<String> value) {
      reasoningSummary = value;
      return this;
    }

    public Builder parallelToolCalls(Optional<Boolean> value) {
      parallelToolCalls = value;
      return this;
    }

    public Builder serviceTier(Optional<String> value) {
      serviceTier = value;
      return this;
    }

    public Builder metadata(Map<String, String> value) {
      metadata = value;
      return this;
    }

    public Builder user(Optional<String> value) {
      user = value;
      return this;
    }

    public Settings build() {
      return new Settings(
          temperature,
          topP,
          maxTokens,
          stop,
          choices,
          seed,
          presencePenalty,
          frequencyPenalty,
          topLogprobs,
          logitBias,
          reasoningEffort,
          reasoningBudget,
          reasoningSummary,
          parallelToolCalls,
          serviceTier,
          metadata,
          user);
    }
  }
}
