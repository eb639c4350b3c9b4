// How the events of a streamed answer go over the wire.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.OddAnswers;
import java.nio.charset.StandardCharsets;

/** Frames of Messages' events. */
public interface MessagesFrames {

  /** Server-sent events, as at Anthropic. */
  MessagesFrames SERVER_SENT =
      new MessagesFrames() {
        @Override
        public Headers headers() {
          return Headers.of("content-type", "text/event-stream; charset=utf-8")
              .add("cache-control", "no-cache");
        }

        @Override
        public byte[] encode(JsonNode event) {
          return bytes(
              event.isTextual()
                  ? "data: %s\n\n".formatted(event.textValue())
                  : "event: %s\ndata: %s\n\n"
                      .formatted(
                          event.path("type").asText(), OddAnswers.escaped(event.toString())));
        }

        @Override
        public byte[] encodeBroken(JsonNode event) {
          return bytes(
              "event: content_block_delta\n"
                  + "data: {\"type\":\"content_block_delta\",\"index\":0,\"de\n\n");
        }

        @Override
        public byte[] heartbeat() {
          return bytes("event: ping\ndata: {\"type\":\"ping\"}\n\n");
        }

        @Override
        public byte[] error() {
          // What comes within an answer is the model's own service's, whoever stands before it.
          return bytes("event: error\ndata: " + AnthropicErrors.overloaded().body() + "\n\n");
        }

        private byte[] bytes(String text) {
          return text.getBytes(StandardCharsets.UTF_8);
        }
      };

  /** The headers of a stream. */
  Headers headers();

  byte[] encode(JsonNode event);

  /** The same, so that nobody can read it. */
  byte[] encodeBroken(JsonNode event);

  /** A sign of life. */
  byte[] heartbeat();

  /** The model fails in the middle of its answer. */
  byte[] error();
}
