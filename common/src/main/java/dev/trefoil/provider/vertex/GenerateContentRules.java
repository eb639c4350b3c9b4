package dev.trefoil.provider.vertex;

import static dev.trefoil.provider.RequestField.*;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.PromptCache;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import dev.trefoil.provider.RequestField;
import dev.trefoil.provider.RequestRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Vertex AI takes by generateContent, and of embeddings by predict.
 *
 * @param buckets of Cloud Storage, whose objects may be read with our rights
 */
public record GenerateContentRules(Set<String> buckets) implements RequestRules {
  /** Google Cloud, "Content generation parameters": candidateCount. */
  private static final int MAX_CANDIDATES = 8;

  /** Google Cloud, "Content generation parameters": stopSequences. */
  private static final int MAX_STOPS = 5;

  /** Google Cloud, "Requirements for labels". */
  private static final Pattern LABEL_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{0,63}");

  public GenerateContentRules {
    buckets = Set.copyOf(buckets);
  }

  @Override
  public Optional<Native> keeps(String model, Capabilities can, Duration lifetime) {
    return can.promptCache() == PromptCache.CONTENTS
        ? Optional.of(CachedContents.wish(lifetime))
        : Optional.empty();
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    to.beyond(asked, Native.GENERATE_CONTENT, false);
    Settings settings = asked.settings();
    to.mostStops(asked, MAX_STOPS, "Gemini takes at most " + MAX_STOPS + " stop texts");
    to.thinkingBudget(
        asked, asked.can().reasoning() == Reasoning.BUDGET && !Gemini.thinksByLevel(asked.can()));
    media(asked, to);
    tools(asked, to);
    sampling(asked, to);
    to.refuse(
        CHOICES,
        settings.choices() > MAX_CANDIDATES,
        "Gemini gives at most " + MAX_CANDIDATES + " answers");
    to.longest(asked);
    to.dropUnlessStrict(LOGIT_BIAS, !settings.logitBias().isEmpty(), "Gemini takes no logit_bias");
    if (settings.reasoningEffort().isPresent()) {
      effort(asked, settings.reasoningEffort().get().equals("none"), to);
    }
    format(asked, to);
    // Several candidates come from generateContent only, so they come all at once.
    to.omit(STREAM, asked.request().stream() && settings.choices() > 1);
    to.drop(FILE_NAME, fileNames(asked));
    to.drop(
        TOOLS_STRICT, asked.asksForStrictTools() && !holdsToSchemas(asked.request().toolChoice()));
    to.drop(SERVICE_TIER, settings.serviceTier().isPresent());
    to.labels(asked, LABEL_NAME, LABEL);
    to.drop(USER, settings.user().isPresent());
    to.drop(IMAGE_DETAIL, asked.asksForDetail());
    to.drop(EXTRAS, asked.extras());
  }

  private static void tools(ModelRequest asked, RequestChanges to) {
    ChatRequest request = asked.request();
    if (!request.tools().isEmpty()) {
      refuse(TOOLS, !asked.can().tools(), asked, " calls no tools", to);
      to.dropUnlessStrict(
          PARALLEL_TOOL_CALLS,
          !request.settings().parallelToolCalls().orElse(true)
              && !(request.toolChoice() instanceof ToolChoice.None),
          "Gemini makes as many calls at once as it likes");
    }
  }

  private static void sampling(ModelRequest asked, RequestChanges to) {
    boolean temperature = asked.settings().temperature().isPresent();
    boolean sampled = asked.can().temperature();
    boolean both = asked.can().temperatureWithTopP() || !temperature;
    to.dropUnlessStrict(
        TEMPERATURE, temperature && !sampled, asked.can().family() + " takes no temperature");
    to.dropUnlessStrict(
        TOP_P,
        asked.settings().topP().isPresent() && !(sampled && both),
        asked.can().family() + " takes no top_p here");
  }

  private static void effort(ModelRequest asked, boolean none, RequestChanges to) {
    if (asked.can().reasoning() == Reasoning.NONE) {
      to.dropUnlessStrict(
          REASONING_EFFORT, !none, asked.can().family() + " does not think at one's word");
      to.omit(REASONING_EFFORT, none);
    } else {
      to.dropUnlessStrict(
          REASONING_EFFORT,
          none
              && (Gemini.thinksByLevel(asked.can())
                  || !ThinkingBudget.of(asked.model(), asked.can()).off()),
          asked.can().family() + " cannot do without thinking; the least is minimal");
    }
  }

  private static void format(ModelRequest asked, RequestChanges to) {
    ResponseFormat format = asked.request().format();
    refuse(
        RESPONSE_FORMAT,
        format instanceof ResponseFormat.JsonSchema && !asked.can().schema(),
        asked,
        " holds no answer to a schema",
        to);
    refuse(
        RESPONSE_FORMAT,
        !(format instanceof ResponseFormat.Text)
            && !asked.request().tools().isEmpty()
            && !Gemini.mixesToolsAndJson(asked.can()),
        asked,
        " does not write JSON where it may call tools",
        to);
  }

  /**
   * Whether the calls will hold to their schemas, as {@code strict} asks: they do when a call is
   * demanded (Google Cloud, "Function calling", mode ANY), and where there is none no form could be
   * wrong.
   */
  private static boolean holdsToSchemas(ToolChoice choice) {
    return !(choice instanceof ToolChoice.Auto);
  }

  /** A blob has no name. */
  private static List<String> fileNames(ModelRequest asked) {
    if (!asked.hasMedia()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    List<Message> messages = asked.request().messages();
    for (int i = 0; i < messages.size(); i++) {
      List<Part> parts = messages.get(i).parts();
      for (int j = 0; j < parts.size(); j++) {
        if (parts.get(j) instanceof Part.File file && file.name().isPresent()) {
          names.add("messages[" + i + "].content[" + j + "].file.filename");
        }
      }
    }
    return names;
  }

  @Override
  public String noImage(Media image, boolean ofTool, ModelRequest asked) {
    if (!asked.can().images()) {
      return asked.can().family() + " sees no images";
    }
    return MediaTypes.objection(image, buckets);
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return MediaTypes.objection(sound, buckets);
  }

  @Override
  public String noFile(Media file, ModelRequest asked) {
    return MediaTypes.objection(file, buckets);
  }

  private static void refuse(
      RequestField field, boolean when, ModelRequest asked, String what, RequestChanges to) {
    if (when) {
      to.refuse(field, true, asked.can().family() + what);
    }
  }

  @Override
  public void embeddings(
      EmbeddingRequest request, String model, Capabilities can, RequestChanges to) {
    to.refuse(
        INPUT,
        request.inputs().stream().anyMatch(Input.Tokens.class::isInstance),
        "Vertex AI takes texts, not another service's tokens");
    to.drop(USER, request.user().isPresent());
  }
}
