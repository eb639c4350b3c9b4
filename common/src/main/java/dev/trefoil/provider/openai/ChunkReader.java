package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.chat.Usage;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a chunk. Members that are of no interest are skipped, not kept. */
final class ChunkReader {
  private final Values in;
  private final List<Chunk.Piece> choices = new ArrayList<>(1);
  private Optional<Usage> usage = Optional.empty();
  private Optional<String> serviceTier = Optional.empty();
  private boolean error;

  private ChunkReader(JsonParser parser) {
    this.in = new Values(parser);
  }

  /**
   * Reads one JSON text.
   *
   * @throws IOException if it is broken, or not of the shape that OpenAI documents
   */
  static Chunk read(byte[] bytes, int length) throws IOException {
    try (JsonParser parser = Json.parser(bytes, length)) {
      parser.nextToken();
      ChunkReader reader = new ChunkReader(parser);
      reader.answer();
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return new Chunk(reader.choices, reader.usage, reader.serviceTier, reader.error);
    }
  }

  private void answer() throws IOException {
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "choices" -> {
          if (!in.isNull()) {
            choices();
          }
        }
        case "usage" -> {
          if (!in.isNull()) {
            usage = Optional.of(UsageReader.read(in));
          }
        }
        case "service_tier" ->
            serviceTier = Optional.of(in.textOrEmpty()).filter(tier -> !tier.isEmpty());
        case "error" -> error |= in.skip() != JsonToken.VALUE_NULL;
        // vLLM's errors have their members at the top, and say so here.
        case "object" -> error |= in.textOrJson().equals("error");
        default -> in.skip();
      }
    }
  }

  private void choices() throws IOException {
    in.expect(JsonToken.START_ARRAY);
    while (in.nextItem()) {
      choices.add(DeltaReader.read(in, choices.size()));
    }
  }
}
