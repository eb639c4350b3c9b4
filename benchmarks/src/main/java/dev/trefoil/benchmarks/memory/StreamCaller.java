// A caller that reads a stream to its end, and tells when it has begun.
package dev.trefoil.benchmarks.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One call on a connection of its own, on the calling thread. */
final class StreamCaller {
  private static final String BODY =
      """
      {"model":"chat","stream":true,\
      "messages":[{"role":"user","content":"How do I make a good cup of tea?"}]}""";

  private static final String REQUEST =
      """
      POST /v1/chat/completions HTTP/1.1\r
      Host: 127.0.0.1\r
      Connection: close\r
      Content-Type: application/json\r
      Content-Length: %d\r
      \r
      %s"""
          .formatted(BODY.length(), BODY);

  private StreamCaller() {}

  /**
   * Makes the call.
   *
   * @param begun run at the first token
   * @throws IOException when the answer is not a whole stream
   */
  static void call(InetSocketAddress server, Runnable begun) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    boolean announced = false;
    try (Socket socket = new Socket()) {
      socket.connect(server);
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      byte[] some = new byte[1024];
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        answer.write(some, 0, count);
        if (!announced && answer.toString(StandardCharsets.UTF_8).contains("word")) {
          announced = true;
          begun.run();
        }
      }
    }
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.startsWith("HTTP/1.1 200 ") || !text.contains("data: [DONE]")) {
      throw new IOException("a stream is not whole: " + text);
    }
  }
}
