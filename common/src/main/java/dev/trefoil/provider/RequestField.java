package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The fields of a request that not every target takes, and how a request looks without one. */
public enum RequestField {
  TEMPERATURE("temperature"),
  TOP_P("top_p"),
  CHOICES("n"),
  STOP("stop"),
  SEED("seed"),
  PRESENCE_PENALTY("presence_penalty"),
  FREQUENCY_PENALTY("frequency_penalty"),
  LOGPROBS("logprobs"),
  LOGIT_BIAS("logit_bias"),
  REASONING_EFFORT("reasoning_effort"),
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
  /** All that has no word in our vocabulary. */
  EXTRAS("extras"),
  STREAM("stream"),
  MODEL("model"),
  /** What is to be turned into vectors. */
  INPUT("input"),
  DIMENSIONS("dimensions");

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
   * @param names of {@link #METADATA} and {@link #EXTRAS} the entries that go, by their paths
   */
  public ChatRequest without(ChatRequest request, List<String> names) {
    Settings.Builder settings = request.settings().toBuilder();
    switch (this) {
      case TEMPERATURE -> settings.temperature(OptionalDouble.empty());
      case TOP_P -> settings.topP(OptionalDouble.empty());
      case SEED -> settings.seed(OptionalLong.empty());
      case REASONING_EFFORT -> settings.reasoningEffort(Optional.empty());
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
      case STREAM -> {
        return request.withStream(false);
      }
      case CHOICES,
          STOP,
          PRESENCE_PENALTY,
          FREQUENCY_PENALTY,
          LOGPROBS,
          LOGIT_BIAS,
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

  private static Tool loose(Tool tool) {
    return new Tool(tool.name(), tool.description(), tool.schema(), false);
  }

  /** An entry of {@link #METADATA}. */
  static String label(String name) {
    return METADATA.path + "." + name;
  }

  private Message without(Message message) {
    return new Message(message.role(), message.parts().stream().map(this::without).toList());
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
