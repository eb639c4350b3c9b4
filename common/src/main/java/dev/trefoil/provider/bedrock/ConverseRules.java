package dev.trefoil.provider.bedrock;

import static dev.trefoil.provider.RequestField.*;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import dev.trefoil.provider.RequestRules;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Bedrock takes by Converse, and of embeddings by InvokeModel. */
public final class ConverseRules implements RequestRules {
  /** Images, by their type. */
  static final Map<String, String> IMAGES =
      Map.of(
          "image/png", "png",
          "image/jpeg", "jpeg",
          "image/jpg", "jpeg",
          "image/gif", "gif",
          "image/webp", "webp");

  /** Sounds. */
  static final Map<String, String> SOUNDS = Map.of("audio/wav", "wav", "audio/mp3", "mp3");

  /** Documents. */
  static final Map<String, String> DOCUMENTS =
      Map.of(
          "application/pdf", "pdf",
          "text/csv", "csv",
          "application/msword", "doc",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
          "application/vnd.ms-excel", "xls",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
          "text/html", "html",
          "text/plain", "txt",
          "text/markdown", "md");

  /** InferenceConfiguration in the Amazon Bedrock API reference. */
  private static final double HIGHEST_TEMPERATURE = 1;

  /** RequestMetadata in the Amazon Bedrock API reference. */
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");

  /**
   * Nova's models keep prompts by themselves and OpenAI's keep none here; others refuse the marks.
   */
  @Override
  public boolean takesCacheMarks(String model, Capabilities can) {
    return Claude.of(can.family(), model).filter(Claude::caches).isPresent();
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    to.beyond(asked, "", takesCacheMarks(asked.model(), asked.can()));
    Settings settings = asked.settings();
    to.thinkingBudget(
        asked, asked.can().reasoning() == Reasoning.BUDGET && asked.claude().isPresent());
    to.refuse(CHOICES, settings.choices() > 1, "Bedrock gives one answer");
    to.dropUnlessStrict(
        PRESENCE_PENALTY, settings.presencePenalty().orElse(0) != 0, "Bedrock has no penalties");
    to.dropUnlessStrict(
        FREQUENCY_PENALTY, settings.frequencyPenalty().orElse(0) != 0, "Bedrock has no penalties");
    to.dropUnlessStrict(
        LOGPROBS, settings.topLogprobs().isPresent(), "Bedrock has no log probabilities");
    to.dropUnlessStrict(LOGIT_BIAS, !settings.logitBias().isEmpty(), "Bedrock takes no bias");
    tools(asked, to);
    to.dropUnlessStrict(SEED, settings.seed().isPresent(), "Bedrock takes no seed");
    to.drop(USER, settings.user().isPresent());
    if (settings.reasoningEffort().isPresent()) {
      effort(asked, settings.reasoningEffort().get().equals("none"), to);
    }
    media(asked, to);
    to.longest(asked);
    to.sampling(asked, HIGHEST_TEMPERATURE);
    if (asked.claude().isPresent()) {
      to.blankStops(asked, "the model takes no stop text of blanks alone");
    }
    Optional<String> tier = settings.serviceTier();
    to.drop(SERVICE_TIER, tier.isPresent() && tier.get().equals("scale"));
    // Left to the account's settings.
    to.omit(SERVICE_TIER, tier.isPresent() && tier.get().equals("auto"));
    to.drop(TOOLS_STRICT, !asked.can().schema() && asked.asksForStrictTools());
    to.labels(asked, LABEL, LABEL);
    to.drop(IMAGE_DETAIL, asked.asksForDetail());
    to.drop(EXTRAS, asked.extras());
  }

  private static void tools(ModelRequest asked, RequestChanges to) {
    Capabilities can = asked.can();
    boolean offered = offers(asked);
    to.refuse(
        RESPONSE_FORMAT,
        !can.tools() && AnswerForm.isByTool(asked),
        "the model cannot be held to JSON");
    to.refuse(TOOLS, offered && !can.tools(), "the model calls no tools");
    to.refuse(
        MESSAGES,
        asked.hasCalls() && !can.tools(),
        "the model knows no tools, and the conversation has calls");
    to.dropUnlessStrict(
        PARALLEL_TOOL_CALLS,
        offered && !asked.settings().parallelToolCalls().orElse(true) && asked.claude().isEmpty(),
        "on Bedrock only Claude can be told so");
    // A model that calls no tools in a stream gives the same answer in one piece.
    to.omit(
        STREAM,
        asked.request().stream()
            && !can.toolsInStream()
            && (offered || asked.hasCalls() || AnswerForm.isByTool(asked)));
  }

  /** Whether the model is told of tools. */
  private static boolean offers(ModelRequest asked) {
    return !asked.request().tools().isEmpty()
        && !(asked.request().toolChoice() instanceof ToolChoice.None);
  }

  private static void effort(ModelRequest asked, boolean none, RequestChanges to) {
    if (none) {
      boolean always = asked.can().thinksFirst();
      to.dropUnlessStrict(REASONING_EFFORT, always, "the model always thinks");
      to.omit(REASONING_EFFORT, !always);
      return;
    }
    switch (asked.can().reasoning()) {
      case NONE ->
          to.dropUnlessStrict(REASONING_EFFORT, true, "the model does not think at anyone's word");
      case EFFORT -> {}
      case BUDGET -> {
        if (asked.claude().isEmpty()) {
          to.dropUnlessStrict(
              REASONING_EFFORT, true, "on Bedrock only Claude is known to take a budget");
        } else if (ConverseInput.of(asked.request(), asked.model(), asked.can())
            .conversation()
            .answersUnthoughtCalls()) {
          to.drop(REASONING_EFFORT, true);
        } else {
          budget(asked, to);
        }
      }
    }
  }

  /** "Extended thinking" in the Amazon Bedrock user guide. */
  private static void budget(ModelRequest asked, RequestChanges to) {
    Settings settings = asked.settings();
    boolean forced =
        AnswerForm.isByTool(asked)
            || offers(asked) && !(asked.request().toolChoice() instanceof ToolChoice.Auto);
    boolean tooShort = settings.maxTokens().orElse(Integer.MAX_VALUE) <= Claude.LEAST_BUDGET;
    to.dropUnlessStrict(
        REASONING_EFFORT, forced, "a model that thinks cannot be made to call a tool");
    to.dropUnlessStrict(
        REASONING_EFFORT, tooShort, "thinking needs more than " + Claude.LEAST_BUDGET + " tokens");
    boolean thinks = !(forced || tooShort);
    to.dropUnlessStrict(
        TEMPERATURE,
        thinks && settings.temperature().orElse(1) < 1,
        "a model that thinks takes no temperature other than 1");
    to.dropUnlessStrict(
        TOP_P,
        thinks && settings.topP().orElse(1) < Claude.LEAST_TOP_P,
        "a model that thinks takes no top_p below " + Claude.LEAST_TOP_P);
  }

  @Override
  public String noImage(Media image, boolean ofTool, ModelRequest asked) {
    return asked.can().images()
        ? media(image, IMAGES, "images of PNG, JPEG, GIF or WebP")
        : "the model sees no images";
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return asked.claude().isPresent()
        ? "the model does not hear"
        : media(sound, SOUNDS, "sounds of WAV or MP3");
  }

  @Override
  public String noFile(Media file, ModelRequest asked) {
    return media(file, DOCUMENTS, "PDF, Word, Excel, CSV, HTML, Markdown and plain text");
  }

  /**
   * Addresses are refused: whoever may write them would choose what is read with our rights.
   *
   * @param known the types that are taken
   */
  private static String media(Media media, Map<String, String> types, String known) {
    return switch (media) {
      case Media.Remote remote -> "content must be sent along as a data URL: none is fetched";
      case Media.Inline(String type, String base64) ->
          types.containsKey(type) ? "" : "Bedrock takes " + known + ", not " + type;
    };
  }

  @Override
  public void embeddings(
      EmbeddingRequest request, String model, Capabilities can, RequestChanges to) {
    Optional<EmbeddingForm> form = EmbeddingForm.of(can.family(), model);
    to.refuse(MODEL, form.isEmpty(), "the model is not one of text embeddings");
    if (request.dimensions().isPresent() && form.isPresent()) {
      int wanted = request.dimensions().getAsInt();
      to.refuse(
          DIMENSIONS,
          !form.get().gives(wanted),
          "the model gives no vectors of " + wanted + " dimensions");
    }
    to.refuse(
        INPUT,
        request.inputs().stream().anyMatch(Input.Tokens.class::isInstance),
        "Bedrock takes texts: tokens are of another's tokenizer");
    to.drop(USER, request.user().isPresent());
  }
}
