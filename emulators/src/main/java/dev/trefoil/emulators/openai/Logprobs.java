// How probable the emulated model finds its own words: the same each time.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Token i has the log probability -(i mod 4 + 1) / 4; alternative j, the token and j tildes, j
 * less.
 */
final class Logprobs {

  private Logprobs() {}

  static ArrayNode of(String text, int alternatives) {
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    List<String> words = Words.split(text);
    for (int i = 0; i < words.size(); i++) {
      ObjectNode token = tokens.addObject();
      double logprob = -(i % 4 + 1) / 4.0;
      describe(token, words.get(i), logprob);
      ArrayNode top = token.putArray("top_logprobs");
      for (int j = 0; j < alternatives; j++) {
        describe(top.addObject(), words.get(i) + "~".repeat(j), logprob - j);
      }
    }
    return tokens;
  }

  private static void describe(ObjectNode token, String text, double logprob) {
    token.put("token", text).put("logprob", logprob);
    ArrayNode bytes = token.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
  }
}
