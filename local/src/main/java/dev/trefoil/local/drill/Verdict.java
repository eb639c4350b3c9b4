// Whether a reply is the whole answer, an honest error, or neither.
package dev.trefoil.local.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a reply is to its question.
 *
 * @param why in a person's words
 */
record Verdict(Kind kind, String why) {
  /** The three ways in which a call can end. */
  enum Kind {
    /** All that was asked for, and said to be so. */
    WHOLE,
    /** Said to be an error or a refusal, and not passed off as an answer. */
    ERROR,
    /** Wrong, cut short without a word of it, broken off, or no reply at all. */
    WRONG
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  static Verdict wrong(String why) {
    return new Verdict(Kind.WRONG, why);
  }

  static Verdict of(Question question, Reply reply) {
    if (reply.error().isPresent()) {
      return error(question, reply);
    }
    if (!reply.whole()) {
      return wrong("ends without an end mark and without an error, after " + reply.text());
    }
    if (reply.finishReason().equals("content_filter")) {
      return new Verdict(Kind.ERROR, "refused by a content filter");
    }
    String reason = question.shape() == Question.Shape.TOOL ? "tool_calls" : "stop";
    if (!reply.finishReason().equals(reason)) {
      return wrong("ends with finish_reason " + reply.finishReason() + ", not " + reason);
    }
    return isAnswer(question, reply)
        ? new Verdict(Kind.WHOLE, "the whole answer")
        : wrong("says " + reply.text() + reply.tools() + reply.arguments());
  }

  /**
   * What was said before an error has been shown to someone: it must be true as far as it goes, or
   * go on where a model has run away with it.
   */
  private static Verdict error(Question question, Reply reply) {
    boolean toBeTrusted =
        question.shape() != Question.Shape.TEXT
            || question.words().startsWith(reply.text())
            || reply.text().startsWith(question.words());
    return toBeTrusted
        ? new Verdict(Kind.ERROR, reply.error().orElseThrow())
        : wrong(
            "ends with an error after a text that is not the answer's beginning: " + reply.text());
  }

  private static boolean isAnswer(Question question, Reply reply) {
    return switch (question.shape()) {
      case TEXT -> reply.text().equals(question.words()) && reply.tools().isEmpty();
      case JSON -> isJson(question, reply.text()) && reply.tools().isEmpty();
      case TOOL ->
          reply.text().isEmpty()
              && reply.tools().equals(List.of(Question.TOOL_NAME))
              && isJson(question, reply.arguments());
    };
  }

  private static boolean isJson(Question question, String text) {
    try {
      return question.json().equals(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
