package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Settings;
import dev.trefoil.door.MetadataParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.UserIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads sampling settings and bounds, and refuses what no service would be asked for. */
final class SettingsParser {
  private static final int MAX_CHOICES = 128;
  private static final int MAX_STOPS = 4;
  private static final int MAX_TOP_LOGPROBS = 20;
  private static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
  private static final List<String> TIERS = List.of("auto", "default", "flex", "priority", "scale");

  private SettingsParser() {}

  static Settings settings(RequestFields fields) throws Problem {
    return Settings.builder()
        .temperature(fields.number("temperature", 0, 2))
        .topP(fields.number("top_p", 0, 1))
        .maxTokens(maxTokens(fields))
        .stop(stop(fields))
        .choices(fields.integer("n", 1, MAX_CHOICES).orElse(1))
        .seed(fields.wholeNumber("seed"))
        .presencePenalty(fields.number("presence_penalty", -2, 2))
        .frequencyPenalty(fields.number("frequency_penalty", -2, 2))
        .topLogprobs(logprobs(fields))
        .logitBias(logitBias(fields))
        .reasoningEffort(fields.word("reasoning_effort", EFFORTS))
        .parallelToolCalls(fields.optionalFlag("parallel_tool_calls"))
        .serviceTier(fields.word("service_tier", TIERS))
        .metadata(MetadataParser.read(fields))
        .user(fields.text("user").map(UserIds::withoutAddress))
        .build();
  }

  /** Refuses fields of OpenAI's that would change what an answer is. */
  static void refuseUnsupported(RequestFields fields) throws Problem {
    for (String name : List.of("functions", "function_call", "audio", "web_search_options")) {
      if (fields.value(name).isPresent()) {
        throw Problem.unsupported(name, "'" + name + "' is not supported.");
      }
    }
    for (JrsValue modality : fields.list("modalities").orElse(List.of())) {
      if (!RequestFields.text("modalities", modality).equals("text")) {
        throw Problem.unsupported("modalities", "Answers are text only.");
      }
    }
  }

  private static OptionalInt maxTokens(RequestFields fields) throws Problem {
    OptionalInt current = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    OptionalInt former = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    if (current.isPresent() && former.isPresent()) {
      throw Problem.invalid(
          "max_tokens", "'max_tokens' and 'max_completion_tokens' cannot both be set.");
    }
    return current.isPresent() ? current : former;
  }

  private static OptionalInt logprobs(RequestFields fields) throws Problem {
    boolean wanted = fields.flag("logprobs");
    OptionalInt top = fields.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
    if (!wanted && top.isPresent() && top.getAsInt() > 0) {
      throw Problem.invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.");
    }
    return wanted ? OptionalInt.of(top.orElse(0)) : OptionalInt.empty();
  }

  private static Map<String, Double> logitBias(RequestFields fields) throws Problem {
    Optional<RequestFields> object = fields.object("logit_bias");
    Map<String, Double> bias = new LinkedHashMap<>();
    if (object.isPresent()) {
      for (String token : List.copyOf(object.get().rest())) {
        if (!token.matches("[0-9]{1,9}")) {
          throw Problem.invalid("logit_bias", "'logit_bias' is keyed by token ids.");
        }
        bias.put(token, object.get().number(token, -100, 100).orElseThrow());
      }
    }
    return bias;
  }

  private static List<String> stop(RequestFields fields) throws Problem {
    Optional<JrsValue> value = fields.value("stop");
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof JrsString) {
      return List.of(stopText("stop", value.get()));
    }
    if (!(value.get() instanceof JrsArray array)) {
      throw RequestFields.wrongType("stop", "a text or a list of texts", value.get());
    }
    if (array.size() > MAX_STOPS) {
      throw Problem.invalid("stop", "'stop' holds more than " + MAX_STOPS + " texts.");
    }
    List<String> stops = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      stops.add(stopText("stop[" + i + "]", array.get(i)));
    }
    return stops;
  }

  private static String stopText(String path, JrsValue value) throws Problem {
    String text = RequestFields.text(path, value);
    if (text.isEmpty()) {
      throw Problem.invalid(path, "'" + path + "' is empty.");
    }
    return text;
  }
}
