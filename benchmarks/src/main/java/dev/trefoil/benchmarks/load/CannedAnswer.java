// The answer that every call of a load gets.
package dev.trefoil.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A chat completion of about a hundred tokens, whole and as a stream of one token an event. */
final class CannedAnswer {
  private static final String TEXT =
      "A good cup of tea begins with fresh water, heated until it just boils. Warm the pot first,"
          + " then add one spoon of leaves for each person. Pour the water over the leaves and wait"
          + " for three to five minutes, longer for a stronger taste. Stir once, let the leaves"
          + " settle, and pour through a strainer. Milk goes in first or last, as your family has"
          + " always done it; sugar or lemon as you like. Drink it slowly, in good company, and"
          + " share a biscuit with whoever is near.";

  private CannedAnswer() {}

  static String whole() {
    return """
    {"id":"chatcmpl-canned","object":"chat.completion","created":1795770000,"model":"gpt-5.4",\
    "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
    "logprobs":null,"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":17,"completion_tokens":104,"total_tokens":121}}"""
        .formatted(TEXT);
  }

  static String stream() {
    return events().stream().map(event -> "data: " + event + "\n\n").collect(Collectors.joining());
  }

  /** What stands in the stream's events. */
  static List<String> events() {
    List<String> events = new ArrayList<>();
    events.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    for (String word : TEXT.split("(?= )")) {
      events.add(chunk("{\"content\":\"" + word + "\"}", "null"));
    }
    events.add(chunk("{}", "\"stop\""));
    events.add("[DONE]");
    return events;
  }

  private static String chunk(String delta, String finishReason) {
    return """
    {"id":"chatcmpl-canned","object":"chat.completion.chunk","created":1795770000,\
    "model":"gpt-5.4","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}"""
        .formatted(delta, finishReason);
  }
}
