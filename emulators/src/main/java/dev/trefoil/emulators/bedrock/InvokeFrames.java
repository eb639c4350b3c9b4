// A model's own events as Bedrock's InvokeModelWithResponseStream hands them on.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.anthropic.MessagesFrames;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.OddAnswers;

/** Each event's bytes in the member {@code chunk} of AWS's binary framing. */
final class InvokeFrames implements MessagesFrames {

  @Override
  public Headers headers() {
    return Headers.of("content-type", "application/vnd.amazon.eventstream")
        .add("x-amzn-bedrock-content-type", "application/json");
  }

  @Override
  public byte[] encode(JsonNode event) {
    return EventFrames.encode(chunk(event));
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    return EventFrames.encodeBroken(chunk(event));
  }

  @Override
  public byte[] heartbeat() {
    return encode(JsonNodeFactory.instance.objectNode().put("type", "ping"));
  }

  @Override
  public byte[] error() {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putObject("internalServerException").put("message", "The system encountered an error.");
    return EventFrames.encode(error);
  }

  private static ObjectNode chunk(JsonNode event) {
    ObjectNode frame = JsonNodeFactory.instance.objectNode();
    frame.putObject("chunk").put("bytes", OddAnswers.bytes(event));
    return frame;
  }
}
