package dev.trefoil.provider.anthropic;

import static dev.trefoil.provider.RequestField.*;

import dev.trefoil.chat.Media;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.Conversation;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import dev.trefoil.provider.RequestField;
import dev.trefoil.provider.RequestRules;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What a service of the Messages API takes. */
public final class MessagesRules implements RequestRules {
  /**
   * Service tiers. There is none that is slower and cheaper, but for batches, and none of one's own
   * scale.
   */
  static final Map<String, String> TIERS =
      Map.of("auto", "auto", "priority", "auto", "default", "standard_only");

  /** Images, by their type. */
  static final Map<String, String> IMAGES =
      Map.of(
          "image/jpeg", "image/jpeg",
          "image/jpg", "image/jpeg",
          "image/png", "image/png",
          "image/gif", "image/gif",
          "image/webp", "image/webp");

  private static final int LONGEST_USER = 256;

  /** Goes the way of a temperature. */
  private static final String TOP_K = "top_k";

  /**
   * The service could read addresses, but what it fetches from there nobody here has seen, and the
   * other services cannot.
   */
  private static final String REMOTE =
      "addresses of images and files are not followed: send them in base64";

  private final MessagesDialect dialect;

  /** Of Anthropic's own service. */
  public MessagesRules() {
    this(MessagesDialect.ANTHROPIC);
  }

  /**
   * @param dialect how the service speaks
   */
  public MessagesRules(MessagesDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public boolean takesCacheMarks(String model, Capabilities can) {
    return true;
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    to.beyond(asked, Native.ANTHROPIC_MESSAGES, true);
    List<String> untaken = Natives.untaken(asked.request(), dialect);
    to.drop(NATIVES, untaken);
    to.refuse(
        TOOL_CHOICE,
        untaken.stream().anyMatch(name -> name.startsWith(Natives.TOOLS + "."))
            && Natives.has(asked.request(), Natives.TOOL_CHOICE),
        "this service does not run the tool that is to be called");
    Settings settings = asked.settings();
    boolean thinks = settings.reasoningEffort().filter(it -> !it.equals("none")).isPresent();
    boolean ranked = (thinks || !asked.can().temperature()) && Natives.has(asked.request(), TOP_K);
    to.drop(NATIVES, ranked ? List.of(TOP_K) : List.of());
    to.thinkingBudget(asked, asked.can().reasoning() == Reasoning.BUDGET);
    to.refuse(CHOICES, settings.choices() > 1, "Claude gives one answer at a time");
    to.dropUnlessStrict(
        LOGPROBS, settings.topLogprobs().isPresent(), "Claude tells no log probabilities");
    to.dropUnlessStrict(LOGIT_BIAS, !settings.logitBias().isEmpty(), "Claude takes no logit_bias");
    to.dropUnlessStrict(
        PRESENCE_PENALTY,
        settings.presencePenalty().orElse(0) != 0,
        "Claude takes no presence_penalty");
    to.dropUnlessStrict(
        FREQUENCY_PENALTY,
        settings.frequencyPenalty().orElse(0) != 0,
        "Claude takes no frequency_penalty");
    to.blankStops(asked, "Claude takes no stop text of white space alone");
    tools(asked, to);
    to.longest(asked);
    to.sampling(asked, Claude.HIGHEST_TEMPERATURE);
    to.dropUnlessStrict(SEED, settings.seed().isPresent(), "Claude takes no seed");
    if (settings.reasoningEffort().isPresent()) {
      effort(asked, settings.reasoningEffort().get().equals("none"), to);
    }
    to.refuse(
        MESSAGES,
        asked.hasInstructions() && !asked.can().system(),
        "this model takes no system message");
    media(asked, to);
    to.drop(
        SERVICE_TIER,
        settings
            .serviceTier()
            .filter(tier -> !dialect.hasTiers() || !TIERS.containsKey(tier))
            .isPresent());
    to.drop(USER, settings.user().filter(this::isRefused).isPresent());
    to.drop(METADATA, !settings.metadata().isEmpty());
    to.drop(TOOLS_STRICT, !asked.can().schema() && asked.asksForStrictTools());
    to.drop(IMAGE_DETAIL, asked.asksForDetail());
    to.drop(EXTRAS, asked.extras());
  }

  private boolean isRefused(String user) {
    return user.length() > LONGEST_USER
        || !dialect.takesJsonUsers() && user.stripLeading().startsWith("{");
  }

  private static void tools(ModelRequest asked, RequestChanges to) {
    boolean unstreamed = asked.request().stream() && !asked.can().toolsInStream();
    if (unstreamed || !asked.can().tools()) {
      boolean offered = !asked.request().tools().isEmpty();
      if (offered || AnswerForm.isByTool(asked)) {
        RequestField field = offered ? TOOLS : RESPONSE_FORMAT;
        to.refuse(field, !asked.can().tools(), "this model calls no tools");
        to.refuse(field, unstreamed, "this model calls no tools in a stream");
      }
    }
  }

  private static void effort(ModelRequest asked, boolean none, RequestChanges to) {
    switch (asked.can().reasoning()) {
      case NONE -> {
        to.dropUnlessStrict(REASONING_EFFORT, !none, "this model does not think");
        to.omit(REASONING_EFFORT, none);
      }
      case EFFORT -> {}
      case BUDGET -> {
        // After such calls the service refuses to let a model think that is told by a number.
        if (!none && isAfterUnthoughtCalls(asked)) {
          to.drop(REASONING_EFFORT, true);
        } else if (!none) {
          budget(asked, to);
        }
      }
    }
  }

  private static boolean isAfterUnthoughtCalls(ModelRequest asked) {
    return Conversation.of(History.of(asked.request().messages())).answersUnthoughtCalls();
  }

  /** "Extended thinking", feature compatibility, in Anthropic's documentation. */
  private static void budget(ModelRequest asked, RequestChanges to) {
    Settings settings = asked.settings();
    boolean tooShort = Plan.maxTokens(settings, asked.can()) <= Claude.LEAST_BUDGET;
    boolean formed = AnswerForm.isByTool(asked);
    boolean forced = ToolsWriter.forces(asked.request().toolChoice());
    to.dropUnlessStrict(
        REASONING_EFFORT,
        tooShort,
        "this model thinks only in answers that may have more than 1024 tokens");
    to.dropUnlessStrict(
        REASONING_EFFORT, formed, "this model cannot think and be made to answer in this form");
    to.dropUnlessStrict(
        REASONING_EFFORT, forced, "this model cannot think and be made to call a tool");
    boolean thinks = !(tooShort || formed || forced);
    to.dropUnlessStrict(
        TEMPERATURE,
        thinks && settings.temperature().orElse(1) < 1,
        "this model takes no temperature while it thinks");
    to.dropUnlessStrict(
        TOP_P,
        thinks && settings.topP().orElse(1) < Claude.LEAST_TOP_P,
        "this model takes no top_p below 0.95 while it thinks");
  }

  @Override
  public String noImage(Media image, boolean ofTool, ModelRequest asked) {
    if (!asked.can().images()) {
      return "this model sees no images";
    }
    return switch (image) {
      case Media.Remote remote -> REMOTE;
      case Media.Inline(String type, String base64) ->
          IMAGES.containsKey(type) ? "" : "Claude sees JPEG, PNG, GIF and WebP, not " + type;
    };
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return "Claude does not hear sounds";
  }

  @Override
  public String noFile(Media file, ModelRequest asked) {
    return switch (file) {
      case Media.Remote remote -> REMOTE;
      case Media.Inline(String type, String base64) -> {
        if (type.equals("application/pdf")) {
          yield "";
        }
        if (!type.startsWith("text/") && !type.equals("application/json")) {
          yield "Claude reads PDF and text, not " + type;
        }
        yield isUtf8(base64) ? "" : "a file of type " + type + " is not in UTF-8";
      }
    };
  }

  private static boolean isUtf8(String base64) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
