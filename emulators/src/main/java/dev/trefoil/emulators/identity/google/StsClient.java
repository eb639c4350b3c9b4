// Sends a request that someone else has signed on to AWS STS, to the letter: the JDK's clients
// would
// not let the Host header pass.
package dev.trefoil.emulators.identity.google;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of the emulated AWS STS.
 *
 * @param sts where it listens
 */
record StsClient(URI sts) {

  private static final int PATIENCE_MILLIS = 5_000;

  /** What came back. */
  record Answer(int status, String body) {

    /** The text of the first element of this name; empty without one. */
    String element(String name) {
      Matcher matcher = Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(name)).matcher(body);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  Answer post(URI url, Map<String, String> headers) throws IOException {
    var head = new StringBuilder("POST /?").append(url.getRawQuery()).append(" HTTP/1.1\r\n");
    headers.forEach(
        (name, value) -> {
          if (!name.equals("connection") && !name.equals("content-length")) {
            head.append(oneLine(name)).append(": ").append(oneLine(value)).append("\r\n");
          }
        });
    if (!headers.containsKey("host")) {
      head.append("host: ").append(url.getHost()).append("\r\n");
    }
    head.append("content-length: 0\r\nconnection: close\r\n\r\n");
    try (var socket = new Socket(sts.getHost(), sts.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] parts = all.split("\r\n\r\n", 2);
      String[] status = parts[0].split(" ", 3);
      if (parts.length < 2 || status.length < 2 || !status[1].matches("\\d{3}")) {
        throw new IOException("no whole answer");
      }
      return new Answer(Integer.parseInt(status[1]), parts[1]);
    }
  }

  /** A header must not become two. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n]", " ");
  }
}
