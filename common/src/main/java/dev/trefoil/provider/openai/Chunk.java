package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.chat.Usage;
import java.io.IOException;

/**
 * What a {@code chat.completion} or one {@code chat.completion.chunk} says of its first choice.
 * Members that are of no interest are skipped, not kept.
 *
 * @param text the message's or delta's content; empty where there is none
 * @param finishReason the service's own word; empty where there is none yet
 * @param usage {@link Usage#NONE} where there is none yet
 * @param error whether it is an error in an answer's place
 */
record Chunk(String text, String finishReason, Usage usage, boolean error) {

  /**
   * Reads one JSON text.
   *
   * @throws IOException if it is broken, or not of the shape that OpenAI documents
   */
  static Chunk read(JsonFactory json, byte[] bytes, int length) throws IOException {
    try (JsonParser in = json.createParser(bytes, 0, length)) {
      in.nextToken();
      Reader reader = new Reader(in);
      reader.answer();
      if (in.nextToken() != null) {
        throw new JsonParseException(in, "more than one value");
      }
      return new Chunk(reader.text, reader.finishReason, reader.usage, reader.error);
    }
  }

  private static final class Reader {
    private final JsonParser in;
    private String text = "";
    private String finishReason = "";
    private Usage usage = Usage.NONE;
    private boolean error;

    Reader(JsonParser in) {
      this.in = in;
    }

    void answer() throws IOException {
      expect(JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        switch (field()) {
          case "choices" -> choices();
          case "usage" -> usage();
          case "error" -> error = skip() != JsonToken.VALUE_NULL;
          default -> skip();
        }
      }
    }

    private void choices() throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      expect(JsonToken.START_ARRAY);
      for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
        if (index == 0) {
          choice();
        } else {
          skip();
        }
      }
    }

    private void choice() throws IOException {
      expect(JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        switch (field()) {
          case "delta", "message" -> message();
          case "finish_reason" -> finishReason = string();
          default -> skip();
        }
      }
    }

    private void message() throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      expect(JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        if ("content".equals(field())) {
          text = string();
        } else {
          skip();
        }
      }
    }

    private void usage() throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      expect(JsonToken.START_OBJECT);
      long prompt = 0;
      long completion = 0;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        switch (field()) {
          case "prompt_tokens" -> prompt = in.getValueAsLong();
          case "completion_tokens" -> completion = in.getValueAsLong();
          default -> skip();
        }
      }
      usage = new Usage(prompt, completion);
    }

    /** The field's name; the parser then stands on its value. */
    private String field() throws IOException {
      String name = in.currentName();
      in.nextToken();
      return name;
    }

    private String string() throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return "";
      }
      expect(JsonToken.VALUE_STRING);
      return in.getText();
    }

    private JsonToken skip() throws IOException {
      JsonToken skipped = in.currentToken();
      in.skipChildren();
      return skipped;
    }

    private void expect(JsonToken token) throws IOException {
      if (in.currentToken() != token) {
        throw new JsonParseException(in, "expected " + token + ", found " + in.currentToken());
      }
    }
  }
}
