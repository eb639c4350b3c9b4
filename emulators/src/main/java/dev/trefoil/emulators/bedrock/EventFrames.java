// Converse events in AWS's binary framing, application/vnd.amazon.eventstream.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.OddAnswers;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Encodes events. */
final class EventFrames {

  private EventFrames() {}

  /** A frame for an object with one key; a key that ends in Exception makes an exception of it. */
  static byte[] encode(JsonNode event) {
    Map.Entry<String, JsonNode> entry = event.properties().iterator().next();
    boolean exception = entry.getKey().endsWith("Exception");
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(
        exception ? ":exception-type" : ":event-type", HeaderValue.fromString(entry.getKey()));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    headers.put(":message-type", HeaderValue.fromString(exception ? "exception" : "event"));
    byte[] payload = OddAnswers.bytes(entry.getValue());
    ByteBuffer frame = new Message(headers, payload).toByteBuffer();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** The same frame with a checksum that is wrong. */
  static byte[] encodeBroken(JsonNode event) {
    byte[] bytes = encode(event);
    bytes[bytes.length - 1] ^= 0x55;
    return bytes;
  }
}
