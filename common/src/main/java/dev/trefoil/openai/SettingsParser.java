package dev.trefoil.openai;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads sampling settings and bounds, and refuses what no service would be asked for. */
final class SettingsParser {
  private static final int MAX_STOPS = 4;

  /** Fields whose loss would change the answer's meaning: refused, not dropped. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "tools",
          "functions",
          "tool_choice",
          "function_call",
          "parallel_tool_calls",
          "response_format",
          "n",
          "logprobs",
          "top_logprobs",
          "logit_bias",
          "presence_penalty",
          "frequency_penalty",
          "reasoning_effort",
          "modalities",
          "audio",
          "web_search_options");

  private SettingsParser() {}

  static Settings settings(Fields fields) throws ApiException {
    return new Settings(
        fields.number("temperature", 0, 2),
        fields.number("top_p", 0, 1),
        maxTokens(fields),
        stop(fields));
  }

  /** Refuses every unsupported field, unless its value says what is done anyway. */
  static void refuseUnsupported(Fields fields) throws ApiException {
    for (String name : UNSUPPORTED) {
      Optional<JrsValue> value = fields.value(name);
      if (value.isPresent() && !asksForNothing(name, value.get())) {
        throw ApiException.unsupported(name, "'" + name + "' is not supported.");
      }
    }
  }

  private static boolean asksForNothing(String name, JrsValue value) {
    return switch (value) {
      case JrsNumber number -> number.getValue().doubleValue() == (name.equals("n") ? 1 : 0);
      case JrsBoolean flag -> !flag.booleanValue() && name.equals("logprobs");
      case JrsArray list -> list.size() == 0 || isTextOnly(name, list);
      case JrsObject object ->
          name.equals("logit_bias")
              ? object.size() == 0
              : name.equals("response_format") && "text".equals(object.path("type").asText());
      default -> false;
    };
  }

  private static boolean isTextOnly(String name, JrsArray list) {
    return name.equals("modalities") && list.size() == 1 && "text".equals(list.get(0).asText());
  }

  private static OptionalInt maxTokens(Fields fields) throws ApiException {
    OptionalInt current = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    OptionalInt former = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    if (current.isPresent() && former.isPresent()) {
      throw ApiException.invalid(
          "max_tokens", "'max_tokens' and 'max_completion_tokens' cannot both be set.");
    }
    return current.isPresent() ? current : former;
  }

  private static List<String> stop(Fields fields) throws ApiException {
    Optional<JrsValue> value = fields.value("stop");
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof JrsString) {
      return List.of(stopText("stop", value.get()));
    }
    if (!(value.get() instanceof JrsArray array)) {
      throw Fields.wrongType("stop", "a text or a list of texts", value.get());
    }
    if (array.size() > MAX_STOPS) {
      throw ApiException.invalid("stop", "'stop' holds more than " + MAX_STOPS + " texts.");
    }
    List<String> stops = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      stops.add(stopText("stop[" + i + "]", array.get(i)));
    }
    return stops;
  }

  private static String stopText(String path, JrsValue value) throws ApiException {
    String text = Fields.text(path, value);
    if (text.isEmpty()) {
      throw ApiException.invalid(path, "'" + path + "' is empty.");
    }
    return text;
  }
}
