// What came of one prompt at one target.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An answer, or why there is none. */
public sealed interface Answer {

  /**
   * There is none.
   *
   * @param reason in a person's words
   */
  record Failed(String reason) implements Answer {}

  /**
   * A whole answer.
   *
   * @param text without thoughts and calls of tools
   * @param tools that it calls: names and arguments
   * @param finishReason as chat completions say it
   * @param refusal what the model says in place of an answer, where that is told apart
   * @param tokens of the answer, thoughts included
   * @param costUsd where its price is known
   * @param changed fields of the request that were lowered or left out for this target
   * @param trail which targets were asked, and what came of it, as the header has it
   * @param millis until it was there
   */
  record Given(
      String text,
      List<String> tools,
      String finishReason,
      Optional<String> refusal,
      OptionalLong tokens,
      OptionalDouble costUsd,
      List<String> changed,
      String trail,
      long millis)
      implements Answer {

    /** What there is to read: the text, or what the model says in place of one. */
    String said() {
      return text.isEmpty() ? refusal.orElse("") : text;
    }

    /** All that there is: calls of tools too. */
    String everything() {
      List<String> all = new ArrayList<>(List.of(said()));
      tools.forEach(call -> all.add("calls the tool " + call));
      return String.join("\n", all);
    }

    int length() {
      return said().codePointCount(0, said().length());
    }

    static Given read(JsonNode body, HttpHeaders headers, long millis) {
      JsonNode choice = body.path("choices").path(0);
      JsonNode message = choice.path("message");
      JsonNode tokens = body.path("usage").path("completion_tokens");
      JsonNode refusal = message.path("refusal");
      return new Given(
          message.path("content").asText(""),
          StreamSupport.stream(message.path("tool_calls").spliterator(), false)
              .map(call -> call.path("function"))
              .map(call -> call.path("name").asText() + " " + call.path("arguments").asText())
              .toList(),
          choice.path("finish_reason").asText(""),
          refusal.isTextual() ? Optional.of(refusal.asText()) : Optional.empty(),
          tokens.isNumber() ? OptionalLong.of(tokens.asLong()) : OptionalLong.empty(),
          headers
              .firstValue("x-trefoil-cost-usd")
              .map(cost -> OptionalDouble.of(Double.parseDouble(cost)))
              .orElseGet(OptionalDouble::empty),
          Stream.of("x-trefoil-changed", "x-trefoil-dropped")
              .flatMap(name -> headers.firstValue(name).stream())
              .flatMap(fields -> Arrays.stream(fields.split(", ", -1)))
              .toList(),
          headers.firstValue("x-trefoil-trail").orElse(""),
          millis);
    }
  }
}
