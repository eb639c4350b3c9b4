package dev.trefoil.door.messages;

import dev.trefoil.door.EventStream;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a stream of Messages' events has beside them. */
final class MessageStream implements EventStream.Form {
  static final String REQUEST_ID = "request-id";

  private static final byte[] PING = ascii("event: ping\ndata: {\"type\":\"ping\"}\n\n");
  private static final byte[] STOP =
      ascii("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  private static final byte[] ERROR = ascii("event: error\n");

  private final String requestId;

  MessageStream(String requestId) {
    this.requestId = requestId;
  }

  @Override
  public byte[] alive() {
    return PING.clone();
  }

  @Override
  public byte[] end() {
    return STOP.clone();
  }

  @Override
  public byte[] error(Problem problem) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(ERROR);
    event.writeBytes(EventStream.DATA);
    event.writeBytes(ProblemRenderer.json(problem, requestId));
    event.writeBytes(EventStream.END);
    return event.toByteArray();
  }

  @Override
  public void headers(String call, Headers headers) {
    headers.set(REQUEST_ID, call);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
