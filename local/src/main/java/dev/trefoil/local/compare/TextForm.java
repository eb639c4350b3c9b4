// What an answer looks like to whoever reads it.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;

/** The forms of an answer, of which the first that fits is told. */
enum TextForm {
  TOOL_CALLS("tool calls"),
  NOTHING("nothing"),
  JSON("JSON"),
  FENCED_JSON("JSON in a fence"),
  TABLE("table"),
  CODE("code"),
  HEADINGS("headings"),
  LIST("list"),
  PARAGRAPHS("paragraphs"),
  ONE_PARAGRAPH("one paragraph");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FENCED = Pattern.compile("```\\w*\\n([^`]*)```");
  private static final Pattern RULE = Pattern.compile("(?m)^\\s*\\|?\\s*:?-{3,}:?\\s*\\|");
  private static final Pattern FENCE = Pattern.compile("(?m)^\\s*```");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} \\S");
  private static final Pattern ITEM = Pattern.compile("(?m)^\\s*(?:[-*•]|\\d{1,3}[.)]) +\\S");
  private static final Pattern EMPTY_LINE = Pattern.compile("\\n\\s*\\n");

  private final String words;

  TextForm(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static TextForm of(Answer.Given answer) {
    if (!answer.tools().isEmpty()) {
      return TOOL_CALLS;
    }
    String text = answer.text().strip();
    if (text.isEmpty()) {
      return NOTHING;
    }
    if (isJson(text)) {
      return JSON;
    }
    var fenced = FENCED.matcher(text);
    if (fenced.matches() && isJson(fenced.group(1))) {
      return FENCED_JSON;
    }
    if (RULE.matcher(text).find()) {
      return TABLE;
    }
    if (FENCE.matcher(text).find()) {
      return CODE;
    }
    if (HEADING.matcher(text).find()) {
      return HEADINGS;
    }
    if (ITEM.matcher(text).results().limit(2).count() == 2) {
      return LIST;
    }
    return EMPTY_LINE.matcher(text).find() ? PARAGRAPHS : ONE_PARAGRAPH;
  }

  private static boolean isJson(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return json.isObject() || json.isArray();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
