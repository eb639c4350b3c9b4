package dev.trefoil.door;

import dev.trefoil.attempt.Trail;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/** An answer for which no model was asked: a JSON object, whole. */
public final class JsonAnswer {
  private JsonAnswer() {}

  /**
   * Gives the answer.
   *
   * @param requestId of the call
   * @param members writes what is in the object
   * @throws IOException when the caller is gone
   */
  public static void send(String requestId, int status, ResponseSink sink, Json.Members members)
      throws IOException {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              members.write(json);
              json.writeEndObject();
            });
    send(requestId, status, "application/json", sink, body);
  }

  /** Gives an answer that is written already, in whatever form. */
  public static void send(
      String requestId, int status, String contentType, ResponseSink sink, byte[] body)
      throws IOException {
    try (OutputStream out =
        sink.start(status, ResponseHeaders.of(requestId, contentType, Trail.NONE))) {
      out.write(body);
    }
  }
}
