// What Azure's content filter adds to answers.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Finds nothing. */
final class Annotations {

  private Annotations() {}

  /** {@code prompt_filter_results}. */
  static ArrayNode ofPrompt() {
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    results.addObject().put("prompt_index", 0).set("content_filter_results", unfiltered());
    return results;
  }

  /** {@code content_filter_results}. */
  static ObjectNode unfiltered() {
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    for (String category : List.of("hate", "self_harm", "sexual", "violence")) {
      results.putObject(category).put("filtered", false).put("severity", "safe");
    }
    return results;
  }
}
