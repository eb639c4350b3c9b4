// A request as Gemini's implicit cache sees it.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.Tool;
import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.model.Words;
import java.time.Duration;

/** Goes through tools, instructions and contents, each of which it keeps unasked. */
final class GeminiPrompt {

  /** The longest that it may live ("Context caching" in Google Cloud's documentation). */
  private static final Duration LIFETIME = Duration.ofHours(24);

  private GeminiPrompt() {}

  static Prompt of(GenerateContentRequest request) {
    var prompt = new Prompt(request.getModel());
    for (Tool tool : request.getToolsList()) {
      add(prompt, tool.toString(), 0);
    }
    prompt.bear(request.getToolConfig().toString());
    if (request.hasSystemInstruction()) {
      add(prompt, request.getSystemInstruction());
    }
    request.getContentsList().forEach(content -> add(prompt, content));
    return prompt;
  }

  private static void add(Prompt prompt, Content content) {
    int words = 0;
    for (Part part : content.getPartsList()) {
      words += part.getThought() ? 0 : Words.count(part.getText());
      words += part.hasFunctionResponse() ? result(part) : 0;
    }
    add(prompt, content.toString(), words);
  }

  private static int result(Part part) {
    return part.getFunctionResponse().getResponse().getFieldsMap().values().stream()
        .mapToInt(value -> Words.count(value.getStringValue()))
        .sum();
  }

  private static void add(Prompt prompt, String content, int words) {
    prompt.add(content, words);
    prompt.keep(LIFETIME);
    prompt.seek();
  }
}
