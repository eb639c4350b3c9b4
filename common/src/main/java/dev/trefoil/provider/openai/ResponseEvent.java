package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;

/**
 * One event of a stream of Responses.
 *
 * @param type such as {@code response.output_text.delta}
 * @param output which item of the output it is of; 0 where it does not say
 * @param part which part of the item's summary it is of; 0 where it does not say
 * @param delta more of a text; empty where it has none
 * @param logprobs of the tokens in {@code delta}, a list as JSON; empty where there are none
 * @param item an item that begins or is complete
 * @param response the answer so far
 * @param error whether it is an error in an answer's place
 */
record ResponseEvent(
    String type,
    int output,
    int part,
    String delta,
    String logprobs,
    Optional<JrsObject> item,
    Optional<Response> response,
    boolean error) {
  /** More than any answer has; what is counted by it is kept. */
  private static final int MOST_INDEX = 1 << 12;

  /**
   * Reads one JSON text.
   *
   * @throws IOException if it is broken, or not of the shape that OpenAI documents
   */
  static ResponseEvent read(byte[] bytes, int length) throws IOException {
    try (JsonParser parser = Json.parser(bytes, length)) {
      parser.nextToken();
      ResponseEvent event = read(new Values(parser));
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return event;
    }
  }

  private static ResponseEvent read(Values in) throws IOException {
    String type = "";
    int output = 0;
    int part = 0;
    String delta = "";
    String logprobs = "";
    Optional<JrsObject> item = Optional.empty();
    Optional<Response> response = Optional.empty();
    boolean error = false;
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = in.textOrEmpty();
        case "output_index" -> output = in.index(MOST_INDEX).orElse(0);
        case "summary_index" -> part = in.index(MOST_INDEX).orElse(0);
        case "delta" -> delta = in.textOrJson();
        case "logprobs" -> logprobs = in.isNull() ? "" : in.json();
        case "item" -> item = in.isNull() ? item : Optional.of(in.object());
        case "response" -> response = in.isNull() ? response : Optional.of(Response.read(in));
        case "error" -> error |= in.skip() != JsonToken.VALUE_NULL;
        default -> in.skip();
      }
    }
    boolean failed = error || type.equals("error");
    return new ResponseEvent(
        type, output, part, delta, logprobs.equals("[]") ? "" : logprobs, item, response, failed);
  }
}
