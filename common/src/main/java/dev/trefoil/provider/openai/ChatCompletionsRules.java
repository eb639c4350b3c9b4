package dev.trefoil.provider.openai;

import static dev.trefoil.provider.RequestField.*;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What chat completions take. What OpenAI refuses of its own models, it refuses itself and by name;
 * refusals here are for models behind servers that would ignore a field or fail on it.
 */
public final class ChatCompletionsRules extends CommonRules {
  static final double HIGHEST_TEMPERATURE = 2;
  private static final int MAX_STOPS = 4;

  /** Sounds, by their type. */
  static final Map<String, String> SOUNDS =
      Map.of(
          "audio/wav", "wav",
          "audio/x-wav", "wav",
          "audio/wave", "wav",
          "audio/mp3", "mp3",
          "audio/mpeg", "mp3");

  /**
   * Fields of OpenAI's chat completions that have no word in our vocabulary, of those that
   * openai-java 4.101.0 has (ChatCompletionCreateParams). The rest of them the front door has read
   * or refused.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "moderation",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "safety_identifier",
          "store",
          "verbosity");

  public ChatCompletionsRules(Dialect dialect) {
    super(dialect);
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    PromptCaches caches = caches(asked.model());
    to.beyond(asked, "", caches.takesMarks(asked.can()));
    tier(asked, dialect, to);
    to.thinkingBudget(asked, false);
    to.mostStops(asked, MAX_STOPS, "At most " + MAX_STOPS + " stop texts are taken.");
    ChatRequest request = asked.request();
    to.longest(asked);
    to.sampling(asked, HIGHEST_TEMPERATURE);
    effort(asked, to);
    toolsAndForm(asked, to);
    media(asked, to);
    // OpenAI takes them with store only.
    to.drop(
        METADATA,
        !request.settings().metadata().isEmpty() && !"true".equals(request.extras().get("store")));
    if (!request.extras().isEmpty()) {
      to.drop(EXTRAS, unknown(asked, KNOWN, caches));
    }
  }

  /** Fields without a word in our vocabulary that are not sent on, in either protocol. */
  static List<String> unknown(ModelRequest asked, Set<String> known, PromptCaches caches) {
    return asked.extras().stream()
        .filter(name -> !known.contains(name) || caches.refuses(name, asked.can()))
        .toList();
  }

  /** Of how soon the answer is wanted, in either protocol. */
  static void tier(ModelRequest asked, Dialect dialect, RequestChanges to) {
    Optional<String> tier = asked.settings().serviceTier();
    if (tier.isPresent() && !dialect.of(asked.model()).hasTiers()) {
      boolean usual = tier.get().equals("auto") || tier.get().equals("default");
      to.drop(SERVICE_TIER, !usual);
      to.omit(SERVICE_TIER, usual);
    }
  }

  /** Of how hard the model is to think, in either protocol. */
  static void effort(ModelRequest asked, RequestChanges to) {
    Optional<String> effort = asked.settings().reasoningEffort();
    if (asked.can().reasoning() == Reasoning.NONE && effort.isPresent()) {
      // A model that does not think refuses even to be told not to.
      boolean off = effort.get().equals("none");
      to.dropUnlessStrict(REASONING_EFFORT, !off, "The model does not think at one's word.");
      to.omit(REASONING_EFFORT, off);
    }
  }

  /** Of tools and of the answer's form, in either protocol. */
  static void toolsAndForm(ModelRequest asked, RequestChanges to) {
    ChatRequest request = asked.request();
    Capabilities can = asked.can();
    boolean tools = !request.tools().isEmpty();
    to.refuse(TOOLS, tools && !can.tools(), "The model calls no tools.");
    to.refuse(
        RESPONSE_FORMAT,
        request.format() instanceof ResponseFormat.JsonSchema && !can.schema(),
        "The model's answers cannot be held to a schema.");
    // A model that calls no tools in a stream gives the same answer in one piece.
    to.omit(STREAM, request.stream() && tools && !can.toolsInStream());
    to.drop(PARALLEL_TOOL_CALLS, request.settings().parallelToolCalls().isPresent() && !tools);
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return sound instanceof Media.Inline inline && !SOUNDS.containsKey(inline.type())
        ? "Sounds can be wav or mp3, not " + inline.type() + "."
        : noFile(sound, asked);
  }
}
