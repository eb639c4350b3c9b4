// The form in which an answer is asked for.
package dev.trefoil.emulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Plain text, or JSON of some sort. */
public sealed interface AnswerFormat {

  /** The echo as it is. */
  record Text() implements AnswerFormat {
    @Override
    public String render(String echo) {
      return echo;
    }
  }

  /** Any JSON object: {@code {"echo": …}}. */
  record AnyObject() implements AnswerFormat {
    @Override
    public String render(String echo) {
      return JsonNodeFactory.instance.objectNode().put("echo", echo).toString();
    }
  }

  /** The smallest instance of a schema, with the echo in the place of all free strings. */
  record Schema(JsonNode schema) implements AnswerFormat {
    @Override
    public String render(String echo) {
      return SmallestInstance.saying(schema, echo).toString();
    }
  }

  /** The answer that carries this echo. */
  String render(String echo);
}
