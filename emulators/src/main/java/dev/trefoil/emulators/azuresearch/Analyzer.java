// What parts texts into words.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Lucene's standard analyser, and custom ones of its tokenizer, small letters and patterns that are
 * replaced first ("Add custom analyzers to string fields"). A point or a colon between letters and
 * a comma between digits part no words (Unicode Standard Annex 29, WB6 to WB12).
 *
 * @param replaced what is replaced first
 */
record Analyzer(List<Replaced> replaced) {
  static final Analyzer STANDARD = new Analyzer(List.of());

  private static final Pattern WORD =
      Pattern.compile(
          "(?:[\\p{L}\\p{M}\\p{N}_]|(?<=\\p{L})[.:'](?=\\p{L})|(?<=\\p{N})[.,;'](?=\\p{N}))+");

  /** A pattern, and what stands there then. */
  record Replaced(Pattern pattern, String replacement) {}

  /** Those of an index, by name. */
  static Map<String, Analyzer> read(JsonNode definition) throws RefusedException {
    Map<String, Replaced> filters = new HashMap<>();
    for (JsonNode filter : definition.path("charFilters")) {
      if (!filter.path("@odata.type").asText().endsWith(".PatternReplaceCharFilter")) {
        throw Refusal.invalid("definition : The kind of character filter is not emulated.");
      }
      try {
        filters.put(
            filter.path("name").asText(),
            new Replaced(
                Pattern.compile(filter.path("pattern").asText()),
                filter.path("replacement").asText()));
      } catch (PatternSyntaxException e) {
        throw Refusal.invalid("definition : The pattern of a character filter is none.");
      }
    }
    Map<String, Analyzer> analyzers = new HashMap<>(Map.of("standard.lucene", STANDARD));
    for (JsonNode analyzer : definition.path("analyzers")) {
      if (!analyzer.path("@odata.type").asText().endsWith(".CustomAnalyzer")
          || !analyzer.path("tokenizer").asText().equals("standard_v2")
          || !analyzer.path("tokenFilters").toString().equals("[\"lowercase\"]")) {
        throw Refusal.invalid("definition : The kind of analyzer is not emulated.");
      }
      List<Replaced> first = new ArrayList<>();
      for (JsonNode name : analyzer.path("charFilters")) {
        if (!filters.containsKey(name.asText())) {
          throw Refusal.invalid(
              "definition : The character filter '" + name.asText() + "' does not exist.");
        }
        first.add(filters.get(name.asText()));
      }
      analyzers.put(analyzer.path("name").asText(), new Analyzer(first));
    }
    return analyzers;
  }

  List<String> words(String text) {
    String rest = text;
    for (Replaced one : replaced) {
      rest = one.pattern().matcher(rest).replaceAll(Matcher.quoteReplacement(one.replacement()));
    }
    List<String> words = new ArrayList<>();
    for (Matcher matcher = WORD.matcher(rest); matcher.find(); ) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
