package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Usage;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code response} says: a whole answer, or its state in an event.
 *
 * @param status {@code completed}, {@code incomplete}, {@code failed} and others; empty where it
 *     does not say
 * @param reason why it is incomplete; empty where it does not say
 * @param error why it failed
 * @param output its items, in order
 * @param usage absent where there is none yet
 * @param serviceTier absent where it does not say
 */
record Response(
    String status,
    String reason,
    Optional<ErrorBody> error,
    List<JrsObject> output,
    Optional<Usage> usage,
    Optional<String> serviceTier) {

  /**
   * Reads a whole answer.
   *
   * @throws IOException if it is broken, or not of the shape that OpenAI documents
   */
  static Response read(byte[] bytes) throws IOException {
    try (JsonParser parser = Json.parser(bytes)) {
      parser.nextToken();
      Response response = read(new Values(parser));
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return response;
    }
  }

  static Response read(Values in) throws IOException {
    String status = "";
    String reason = "";
    Optional<ErrorBody> error = Optional.empty();
    List<JrsObject> output = new ArrayList<>(1);
    Optional<Usage> usage = Optional.empty();
    Optional<String> serviceTier = Optional.empty();
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      if (in.isNull()) {
        continue;
      }
      switch (in.field()) {
        case "status" -> status = in.textOrEmpty();
        case "incomplete_details" -> reason = in.object().path("reason").asText();
        case "error" -> error = Optional.of(ErrorBody.of(in.object()));
        case "output" -> {
          in.expect(JsonToken.START_ARRAY);
          while (in.nextItem()) {
            output.add(in.object());
          }
        }
        case "usage" -> usage = Optional.of(UsageReader.read(in));
        case "service_tier" ->
            serviceTier = Optional.of(in.textOrEmpty()).filter(tier -> !tier.isEmpty());
        default -> in.skip();
      }
    }
    return new Response(status, reason == null ? "" : reason, error, output, usage, serviceTier);
  }
}
