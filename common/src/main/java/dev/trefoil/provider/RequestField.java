package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The fields of a request that not every target takes, and how a request looks without one. */
public enum RequestField {
  TEMPERATURE("temperature"),
  TOP_P("top_p"),
  MAX_TOKENS("max_tokens"),
  CHOICES("n"),
  STOP("stop"),
  SEED("seed"),
  PRESENCE_PENALTY("presence_penalty"),
  FREQUENCY_PENALTY("frequency_penalty"),
  LOGPROBS("logprobs"),
  LOGIT_BIAS("logit_bias"),
  REASONING_EFFORT("reasoning_effort"),
  /** How many tokens the model may think: Anthropic's {@code budget_tokens}. */
  REASONING_BUDGET("thinking.budget_tokens"),
  REASONING_SUMMARY("reasoning.summary"),
  PARALLEL_TOOL_CALLS("parallel_tool_calls"),
  SERVICE_TIER("service_tier"),
  METADATA("metadata"),
  USER("user"),
  TOOLS("tools"),
  /** Whether calls of a tool are held to its schema. */
  TOOLS_STRICT("tools.strict"),
  TOOL_CHOICE("tool_choice"),
  RESPONSE_FORMAT("response_format"),
  MESSAGES("messages"),
  IMAGE_DETAIL("image_url.detail"),
  FILE_NAME("file.filename"),
  /** Where the caller expects the prompt to come again. */
  CACHE("cache_control"),
  /** All that has no word in our vocabulary. */
  EXTRAS("extras"),
  /** What is said in the words of one protocol. */
  NATIVES("natives"),
  STREAM("stream"),
  MODEL("model"),
  /** What is to be turned into vectors. */
  INPUT("input"),
  DIMENSIONS("dimensions");

  /** How OpenAI's fields of what will come again begin. */
  private static final String CACHE_FIELDS = "prompt_cache_";

  private static final Set<Object> NOTHING =
      Set.of(
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          OptionalInt.empty(),
          List.of(),
          Map.of());

  private final String path;

  RequestField(String path) {
    this.path = path;
  }

  /** In OpenAI's spelling. */
  public String path() {
    return path;
  }

  /**
   * The request without this field, or without a part of it.
   *
   * @param names of {@link #METADATA}, {@link #EXTRAS}, {@link #NATIVES} and {@link #STOP} the
   *     entries that go, by their paths; of the last all, where it is the field's own
   */
  public ChatRequest without(ChatRequest request, List<String> names) {
    Settings.Builder settings = request.settings().toBuilder();
    switch (this) {
      case TEMPERATURE -> settings.temperature(OptionalDouble.empty());
      case TOP_P -> settings.topP(OptionalDouble.empty());
      case STOP -> settings.stop(names.contains(path) ? List.of() : kept(request, names));
      case SEED -> settings.seed(OptionalLong.empty());
      case PRESENCE_PENALTY -> settings.presencePenalty(OptionalDouble.empty());
      case FREQUENCY_PENALTY -> settings.frequencyPenalty(OptionalDouble.empty());
      case LOGIT_BIAS -> settings.logitBias(Map.of());
      case LOGPROBS -> settings.topLogprobs(OptionalInt.empty());
      case REASONING_EFFORT -> settings.reasoningEffort(Optional.empty());
      case REASONING_BUDGET -> settings.reasoningBudget(OptionalInt.empty());
      case REASONING_SUMMARY -> settings.reasoningSummary(Optional.empty());
      case PARALLEL_TOOL_CALLS -> settings.parallelToolCalls(Optional.empty());
      case SERVICE_TIER -> settings.serviceTier(Optional.empty());
      case METADATA -> {
        Map<String, String> kept = new HashMap<>(request.settings().metadata());
        kept.keySet().removeIf(name -> names.contains(path) || names.contains(label(name)));
        settings.metadata(kept);
      }
      case USER -> settings.user(Optional.empty());
      case TOOLS_STRICT -> {
        return request.withTools(request.tools().stream().map(RequestField::loose).toList());
      }
      case IMAGE_DETAIL, FILE_NAME -> {
        return request.withMessages(request.messages().stream().map(this::without).toList());
      }
      case EXTRAS -> {
        Map<String, String> kept = new HashMap<>(request.extras());
        kept.keySet().removeAll(names);
        return request.withExtras(kept);
      }
      case CACHE -> {
        return Unmarked.cache(request);
      }
      case NATIVES -> {
        return Unmarked.natives(request, names);
      }
      case STREAM -> {
        return request.withStream(false);
      }
      case CHOICES,
          MAX_TOKENS,
          TOOLS,
          TOOL_CHOICE,
          RESPONSE_FORMAT,
          MESSAGES,
          MODEL,
          INPUT,
          DIMENSIONS ->
          throw new IllegalArgumentException("no answer to a request without its " + path);
    }
    return request.withSettings(settings.build());
  }

  /** The texts that end the answer, without those of these paths. */
  private static List<String> kept(ChatRequest request, List<String> names) {
    List<String> kept = new ArrayList<>();
    List<String> stops = request.settings().stop();
    for (int i = 0; i < stops.size(); i++) {
      if (!names.contains(STOP.path + "[" + i + "]")) {
        kept.add(stops.get(i));
      }
    }
    return kept;
  }

  /**
   * The request with the most that is taken in place of more.
   *
   * @param most of {@link #TEMPERATURE} or {@link #MAX_TOKENS}
   */
  public ChatRequest atMost(ChatRequest request, double most) {
    Settings settings = request.settings();
    return switch (this) {
      case TEMPERATURE -> request.withSettings(settings.withTemperature(OptionalDouble.of(most)));
      case MAX_TOKENS -> request.withSettings(settings.withMaxTokens(OptionalInt.of((int) most)));
      default -> throw new IllegalArgumentException("no most of " + path);
    };
  }

  /** Whether an answer is still one to the request if it is made without this field. */
  public boolean isPreference() {
    return switch (this) {
      case TEMPERATURE,
          TOP_P,
          STOP,
          SEED,
          PRESENCE_PENALTY,
          FREQUENCY_PENALTY,
          LOGIT_BIAS,
          LOGPROBS,
          REASONING_EFFORT,
          REASONING_BUDGET,
          REASONING_SUMMARY,
          PARALLEL_TOOL_CALLS,
          SERVICE_TIER,
          USER ->
          true;
      case MAX_TOKENS,
          CHOICES,
          METADATA,
          TOOLS,
          TOOLS_STRICT,
          TOOL_CHOICE,
          RESPONSE_FORMAT,
          MESSAGES,
          IMAGE_DETAIL,
          FILE_NAME,
          CACHE,
          EXTRAS,
          NATIVES,
          STREAM,
          MODEL,
          INPUT,
          DIMENSIONS ->
          false;
    };
  }

  /**
   * By which a value of a setting, of tools or of a form is known again, in this process; empty
   * where the request has none, and of all other fields.
   */
  public OptionalInt digest(ChatRequest request) {
    Settings settings = request.settings();
    Object value =
        switch (this) {
          case TEMPERATURE -> settings.temperature();
          case TOP_P -> settings.topP();
          case MAX_TOKENS -> settings.maxTokens();
          case CHOICES -> settings.choices() == 1 ? Optional.empty() : settings.choices();
          case STOP -> settings.stop();
          case SEED -> settings.seed();
          case PRESENCE_PENALTY -> settings.presencePenalty();
          case FREQUENCY_PENALTY -> settings.frequencyPenalty();
          case LOGPROBS -> settings.topLogprobs();
          case LOGIT_BIAS -> settings.logitBias();
          case REASONING_EFFORT -> settings.reasoningEffort();
          case REASONING_BUDGET -> settings.reasoningBudget();
          case REASONING_SUMMARY -> settings.reasoningSummary();
          case PARALLEL_TOOL_CALLS -> settings.parallelToolCalls();
          case SERVICE_TIER -> settings.serviceTier();
          case METADATA -> settings.metadata();
          case USER -> settings.user();
          case TOOLS -> request.tools();
          case TOOL_CHOICE ->
              request.toolChoice() instanceof ToolChoice.Auto
                  ? Optional.empty()
                  : request.toolChoice();
          case RESPONSE_FORMAT ->
              request.format() instanceof ResponseFormat.Text ? Optional.empty() : request.format();
          case CACHE -> cacheFields(request);
          case TOOLS_STRICT,
              MESSAGES,
              IMAGE_DETAIL,
              FILE_NAME,
              EXTRAS,
              NATIVES,
              STREAM,
              MODEL,
              INPUT,
              DIMENSIONS ->
              Optional.empty();
        };
    return NOTHING.contains(value) ? OptionalInt.empty() : OptionalInt.of(value.hashCode());
  }

  /** The names of the request's other fields by which OpenAI is told what will come again. */
  public static List<String> cacheFields(ChatRequest request) {
    return request.extras().keySet().stream()
        .filter(name -> name.startsWith(CACHE_FIELDS))
        .sorted()
        .toList();
  }

  /** The same of a request of embeddings, of which only its length is one that models differ in. */
  public OptionalInt digest(EmbeddingRequest request) {
    return this == DIMENSIONS ? request.dimensions() : OptionalInt.empty();
  }

  private static Tool loose(Tool tool) {
    return tool.with(tool.description(), tool.schema(), false);
  }

  /** An entry of {@link #METADATA}. */
  static String label(String name) {
    return METADATA.path + "." + name;
  }

  private Message without(Message message) {
    return message.withParts(message.parts().stream().map(this::without).toList());
  }

  private Part without(Part part) {
    if (this == IMAGE_DETAIL && part instanceof Part.Image image) {
      return new Part.Image(image.media());
    }
    return this == FILE_NAME && part instanceof Part.File file
        ? new Part.File(file.media(), Optional.empty())
        : part;
  }
}
