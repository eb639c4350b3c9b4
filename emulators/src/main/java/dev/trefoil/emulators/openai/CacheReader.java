// A request as OpenAI's prompt cache sees it.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.model.Words;
import dev.trefoil.emulators.service.RefusedException;
import java.time.Duration;
import java.util.Set;

/**
 * Goes through messages or items as models read them ("Prompt caching" in OpenAI's documentation
 * and {@code PromptCacheOptionsParam} in its API reference). Models before GPT-5.6 keep every
 * message by themselves; later ones keep up to four breakpoints, of which one at the end of the
 * newest message that is not the model's own is OpenAI's unless the mode is explicit.
 */
final class CacheReader {

  private static final String BREAKPOINT = "prompt_cache_breakpoint";
  private static final String OPTIONS = "prompt_cache_options";
  private static final int MOST_WRITTEN = 4;

  /** Of the ends of earlier messages, how many are looked up beside explicit breakpoints. */
  private static final int ENDS_SOUGHT = 20;

  private static final Duration IN_MEMORY = Duration.ofMinutes(5);
  private static final Duration USUAL = Duration.ofMinutes(30);
  private static final Set<String> MODELS_OWN =
      Set.of("function_call", "custom_tool_call", "reasoning");

  private final Prompt prompt;
  private final boolean marked;
  private final boolean implicit;
  private final Duration lifetime;
  private int explicitLeft;
  private int endsLeft;

  private CacheReader(JsonNode body, boolean marked) {
    // A key has a cache of its own: it is routed to other machines.
    prompt =
        new Prompt(body.path("model").asText() + '\n' + body.path("prompt_cache_key").asText(""));
    this.marked = marked;
    implicit = !body.path(OPTIONS).path("mode").asText().equals("explicit");
    explicitLeft = body.findValues(BREAKPOINT).size();
    boolean longer =
        body.path(OPTIONS).path("ttl").asText().equals("12h")
            || body.path("prompt_cache_retention").asText().equals("24h");
    if (longer) {
      lifetime = Duration.ofHours(marked ? 12 : 24);
    } else {
      lifetime = marked ? USUAL : IN_MEMORY;
    }
  }

  /**
   * Of chat completions.
   *
   * @throws RefusedException for breakpoints of a model that is older than they are
   */
  static CachedPrompt ofChat(JsonNode body) throws RefusedException {
    return of(body, body.path("messages"));
  }

  /** Of Responses, as of chat completions; its instructions come before all items. */
  static CachedPrompt ofResponses(JsonNode body) throws RefusedException {
    return of(body, body.path("input"));
  }

  private static CachedPrompt of(JsonNode body, JsonNode messages) throws RefusedException {
    ModelFamily family = ModelFamily.of(body.path("model").asText());
    if (family.chats() && !family.breakpoints()) {
      ModelRules.checkAbsent(body, OPTIONS);
      if (body.findValue(BREAKPOINT) != null) {
        throw OpenAiErrors.invalid(
            "Unsupported parameter: '%s' is not supported with this model.".formatted(BREAKPOINT),
            BREAKPOINT,
            "unsupported_parameter");
      }
    }
    var reader = new CacheReader(body, family.breakpoints());
    reader.read(body, messages);
    return new CachedPrompt(reader.prompt, reader.marked);
  }

  private void read(JsonNode body, JsonNode messages) {
    for (JsonNode tool : body.path("tools")) {
      prompt.add(tool.toString(), 0);
    }
    String settings = body.path("tool_choice").toString() + body.path("response_format");
    prompt.bear(settings + body.path("text").path("format"));
    if (body.hasNonNull("instructions")) {
      String instructions = body.path("instructions").asText();
      prompt.add(instructions, Words.count(instructions));
      end(true);
    }
    for (JsonNode message : messages) {
      endsLeft += isCallers(message) ? 1 : 0;
    }
    for (JsonNode message : messages) {
      ObjectNode head = message.deepCopy();
      head.remove("content");
      head.remove("output");
      prompt.bear(head.toString());
      read(message.path(message.has("output") ? "output" : "content"));
      end(!isCallers(message));
    }
  }

  private void read(JsonNode content) {
    if (!content.isArray()) {
      prompt.add(
          "{\"text\":" + content + "}", content.isTextual() ? Words.count(content.asText()) : 0);
    }
    for (JsonNode part : content) {
      if (content.isArray()) {
        add(part);
      }
    }
  }

  private void add(JsonNode part) {
    ObjectNode unmarked = part.deepCopy();
    unmarked.remove(BREAKPOINT);
    boolean text = part.path("text").isTextual();
    prompt.add(
        text ? "{\"text\":" + part.path("text") + "}" : unmarked.toString(),
        Words.count(part.path("text").asText("")));
    if (part.hasNonNull(BREAKPOINT)) {
      if (explicitLeft <= MOST_WRITTEN - (implicit ? 1 : 0)) {
        prompt.keep(lifetime);
      }
      explicitLeft--;
      prompt.seek();
    }
  }

  /** A message or item has ended. */
  private void end(boolean modelsOwn) {
    if (!marked) {
      prompt.keep(lifetime);
      prompt.seek();
    } else if (!modelsOwn && implicit) {
      endsLeft--;
      if (endsLeft == 0) {
        prompt.keep(lifetime);
      }
      if (endsLeft <= ENDS_SOUGHT) {
        prompt.seek();
      }
    }
  }

  private static boolean isCallers(JsonNode message) {
    return !message.path("role").asText().equals("assistant")
        && !MODELS_OWN.contains(message.path("type").asText());
  }
}
