package dev.trefoil.aws.runtimeapi;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * One connection to the Runtime API. Nothing of it times out: "Do not set a timeout on the GET
 * request as the response may be delayed", and the platform ends a process whose invocation takes
 * too long.
 */
final class Connection implements Closeable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static Connection open(String host, int port) throws IOException {
    Socket socket = new Socket(host, port);
    try {
      socket.setTcpNoDelay(true); // A token is not to wait for the next.
      return new Connection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** In one write, without a copy. */
  void send(ByteArrayOutputStream bytes) throws IOException {
    bytes.writeTo(out);
  }

  /** Waits until a reply begins. */
  void awaitReply() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      throw new EOFException("the Runtime API has closed the connection");
    }
    in.reset();
  }

  Reply reply() throws IOException {
    return new ReplyReader(in).read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
