// One caller on one connection, which adds as little as it can to what it measures.
package dev.trefoil.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends the same call again and again. Reads HTTP/1.1 as far as these servers speak it. */
final class Caller implements AutoCloseable {
  private static final int MOST = 1 << 20;

  private final String name;
  private final byte[] request;
  private final Socket socket;
  private final byte[] answer = new byte[MOST];
  private int end;

  Caller(LoadTarget target, Kind kind) throws IOException {
    LoadTarget.HttpRequest ask = target.ask().apply(kind);
    name = target.name();
    request = request(ask).getBytes(StandardCharsets.UTF_8);
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(target.server().address());
  }

  private static String request(LoadTarget.HttpRequest ask) {
    StringBuilder text =
        new StringBuilder("POST " + ask.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    ask.headers().forEach((key, value) -> text.append(key + ": " + value + "\r\n"));
    return text + "Content-Length: " + ask.body().length() + "\r\n\r\n" + ask.body();
  }

  /**
   * Makes one call.
   *
   * @return nanoseconds from the first byte sent to the last one received
   * @throws IOException when it is not answered with 200
   */
  long call() throws IOException {
    long began = System.nanoTime();
    socket.getOutputStream().write(request);
    end = 0;
    int body = readHead();
    String head = new String(answer, 0, body, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 200 ")) {
      throw new IOException(name + " answers " + head);
    }
    int length = head.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      int from = length + "\r\ncontent-length: ".length();
      int last = body + Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)));
      while (end < last) {
        read();
      }
    } else {
      readChunks(body);
    }
    return System.nanoTime() - began;
  }

  /** What the last call was answered with, head and all. */
  String text() {
    return new String(answer, 0, end, StandardCharsets.UTF_8);
  }

  private int readHead() throws IOException {
    int at = 0;
    while (true) {
      for (; at + 3 < end; at++) {
        if (answer[at] == '\r'
            && answer[at + 1] == '\n'
            && answer[at + 2] == '\r'
            && answer[at + 3] == '\n') {
          return at + 4;
        }
      }
      read();
    }
  }

  private void readChunks(int from) throws IOException {
    int at = from;
    while (true) {
      int line = at;
      while (true) {
        while (line + 1 >= end) {
          read();
        }
        if (answer[line] == '\r') {
          break;
        }
        line++;
      }
      int size =
          Integer.parseInt(
              new String(answer, at, line - at, StandardCharsets.US_ASCII).strip(), 16);
      at = line + 2 + size + 2;
      while (end < at) {
        read();
      }
      if (size == 0) {
        return;
      }
    }
  }

  private void read() throws IOException {
    InputStream in = socket.getInputStream();
    int count = in.read(answer, end, answer.length - end);
    if (count <= 0) {
      throw new EOFException(name + " ends the connection after " + end + " bytes");
    }
    end += count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
