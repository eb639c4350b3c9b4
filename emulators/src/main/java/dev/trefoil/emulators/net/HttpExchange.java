// The answering side of one HTTP/1.1 request, with the ways to answer badly that a polite server
// lacks.
package dev.trefoil.emulators.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Answers one request: once whole, or in chunks, or not at all. Used by one thread. */
public final class HttpExchange {

  private static final byte[] CRLF = {'\r', '\n'};

  private final Socket socket;
  private final HttpInput in;
  private final OutputStream out;
  private final boolean keepAlive;
  private boolean begun;
  private boolean complete;

  HttpExchange(Socket socket, HttpInput in, OutputStream out, boolean keepAlive) {
    this.socket = socket;
    this.in = in;
    this.out = new BufferedOutputStream(out, 8_192);
    this.keepAlive = keepAlive;
  }

  /** Sends a whole answer. */
  public void send(int status, Headers headers, byte[] body) throws IOException {
    startWhole(status, headers, body.length);
    out.write(body);
    out.flush();
    complete = true;
  }

  /** Sends the head of a whole answer and only the first {@code part} bytes of its body. */
  public void sendPart(int status, Headers headers, byte[] body, int part) throws IOException {
    startWhole(status, headers, body.length);
    out.write(body, 0, part);
    out.flush();
  }

  /** Sends the head of a chunked answer. */
  public void startChunked(int status, Headers headers) throws IOException {
    writeHead(status, headers, "transfer-encoding: chunked");
    out.flush();
  }

  /** Sends one chunk at once; an empty one is not sent. */
  public void chunk(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    out.write(Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    out.write(CRLF);
    out.write(bytes);
    out.write(CRLF);
    out.flush();
  }

  /** Ends a chunked answer properly. */
  public void endChunked() throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    complete = true;
  }

  /** Closes the connection as it is: what was sent arrives, an end mark does not. */
  public void cut() throws IOException {
    socket.close();
  }

  /** Resets the connection (TCP RST): the client may lose even what was sent. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Blocks until the client closes the connection or the server is closed. */
  public void awaitClientGone() throws IOException {
    clientLeavesWithin(0);
  }

  /**
   * Waits this long, or less if the client closes the connection.
   *
   * @param millis milliseconds; 0 waits without a limit
   * @return whether the client has gone
   */
  public boolean clientLeavesWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.awaitEnd();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }

  /** Whether anything of an answer has been sent. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether another request may follow on this connection. */
  boolean leavesConnectionUsable() {
    return complete && keepAlive;
  }

  private void startWhole(int status, Headers headers, int length) throws IOException {
    writeHead(status, headers, "content-length: " + length);
  }

  private void writeHead(int status, Headers headers, String framing) throws IOException {
    begun = true;
    var head = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ');
    head.append(reason(status)).append("\r\n").append(framing).append("\r\ndate: ");
    head.append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    head.append(keepAlive ? "\r\n" : "\r\nconnection: close\r\n");
    headers
        .asMap()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> head.append(name).append(": ").append(value).append("\r\n")));
    head.append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Clients go by the number; a phrase is for the person who reads a trace. */
  private static String reason(int status) {
    return status < 300 ? "OK" : status < 500 ? "Client Error" : "Server Error";
  }
}
