// A text in the simple query syntax, and how documents answer it.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words, any of which may match, as each field's analyser makes them; {@code -word} keeps documents
 * out, {@code +word} has to be there, {@code begin*} stands for all that begin so ("Simple query
 * syntax in Azure AI Search"). Scored by BM25 with the service's usual k1 of 1.2 and b of 0.75.
 */
final class SimpleText {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private final SearchIndex index;
  private final List<String> fields;
  private final List<String> any = new ArrayList<>();
  private final Set<String> without = new HashSet<>();
  private final Set<String> with = new HashSet<>();
  private final List<String> beginnings = new ArrayList<>();

  /**
   * @param fields whose texts are asked
   */
  SimpleText(String text, SearchIndex index, List<String> fields) {
    this.index = index;
    this.fields = fields;
    for (String part : text.strip().split("\\s+")) {
      List<String> words = words(part);
      if (part.startsWith("-") && part.length() > 1) {
        without.addAll(words);
      } else if (part.startsWith("+") && part.length() > 1) {
        with.addAll(words);
        any.addAll(words);
      } else if (part.endsWith("*") && part.length() > 1) {
        beginnings.addAll(words);
      } else {
        any.addAll(words);
      }
    }
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    fields.forEach(field -> words.addAll(index.analyzer(field).words(text)));
    return words;
  }

  /** The scores of those candidates that match, where words are as rare as the index has them. */
  Map<ObjectNode, Double> score(List<ObjectNode> candidates) {
    Collection<ObjectNode> all = index.found().values();
    Map<ObjectNode, List<String>> texts = new IdentityHashMap<>();
    Map<String, Integer> frequency = new HashMap<>();
    long length = 0;
    for (ObjectNode document : all) {
      List<String> words = new ArrayList<>();
      for (String field : fields) {
        words.addAll(index.analyzer(field).words(document.path(field).asText("")));
      }
      texts.put(document, words);
      new HashSet<>(words).forEach(word -> frequency.merge(word, 1, Integer::sum));
      length += words.size();
    }
    double average = (double) length / Math.max(1, all.size());
    Map<ObjectNode, Double> scores = new IdentityHashMap<>();
    for (ObjectNode document : candidates) {
      List<String> words = texts.get(document);
      if (words.containsAll(with) && without.stream().noneMatch(words::contains)) {
        double score = score(words, frequency, average, all.size());
        if (score > 0) {
          scores.put(document, score);
        }
      }
    }
    return scores;
  }

  private double score(
      List<String> words, Map<String, Integer> frequency, double average, int documents) {
    double score = 0;
    for (String word : new HashSet<>(any)) {
      long count = words.stream().filter(word::equals).count();
      if (count > 0) {
        int with = frequency.get(word);
        double rarity = Math.log(1 + (documents - with + 0.5) / (with + 0.5));
        score += rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * words.size() / average));
      }
    }
    for (String beginning : beginnings) {
      score += words.stream().anyMatch(word -> word.startsWith(beginning)) ? 1 : 0;
    }
    return score;
  }
}
