package dev.trefoil.emulators.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a runtime is told on one connection. */
final class RuntimeReplies {
  private static final int LINGER_MILLIS = 500;
  private static final int MOST_LINGERING = 64;

  private final Socket socket;
  private final List<String> faults;

  /**
   * @param faults gets what is refused
   */
  RuntimeReplies(Socket socket, List<String> faults) {
    this.socket = socket;
    this.faults = faults;
  }

  /** Takes what was sent; whether another request may follow. */
  boolean accept(RequestHead head) throws IOException {
    send(202, "Content-Type: application/json\r\n", text("{\"status\":\"OK\"}\n"));
    return !head.closesConnection();
  }

  /** Takes it not, after which the connection is closed: false. */
  boolean refuse(int status, String type, String message) throws IOException {
    faults.add(status + " " + type + ": " + message);
    send(
        status,
        "Content-Type: application/json\r\nConnection: close\r\n",
        text("{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}\n"));
    linger();
    return false;
  }

  /** A close with unread bytes is a reset, which would take the answer with it. */
  private void linger() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    InputStream rest = socket.getInputStream();
    byte[] buffer = new byte[1 << 16];
    for (int i = 0; i < MOST_LINGERING && rest.read(buffer) >= 0; i++) {
      // Nobody wants to see it.
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends a whole reply. */
  void send(int status, String headers, byte[] body) throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + " Said\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[bytes.length + body.length];
    System.arraycopy(bytes, 0, all, 0, bytes.length);
    System.arraycopy(body, 0, all, bytes.length, body.length);
    socket.getOutputStream().write(all);
  }
}
