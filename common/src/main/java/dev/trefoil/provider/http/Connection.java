package dev.trefoil.provider.http;

import dev.trefoil.provider.ChatListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection to a service, for one exchange at a time, which reads and writes on the thread that
 * asks. Its channel is closed to end a thread that waits; an interrupt does the same.
 */
final class Connection {
  /** Bytes, of each line of an answer's head. */
  private static final int MOST_IN_LINE = 16 << 10;

  private static final int MOST_HEADERS = 100;

  /** Answers of 1xx before the one that counts. */
  private static final int MOST_INTERIM = 10;

  private static final int BUFFER = 4096;
  private static final ChatListener NOBODY = event -> {};

  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxLineLength(MOST_IN_LINE)
          .setMaxHeaderCount(MOST_HEADERS)
          .build();

  private final String origin;
  private final SocketChannel channel;
  private final Socket plain;
  private final Optional<SSLSocket> secure;
  private final Wire wire = new Wire();
  private ChatListener listener = NOBODY;
  private long idleSince;
  private boolean consistent = true;

  /**
   * @param origin to which it leads
   * @param secure what encrypts what goes through the channel
   */
  Connection(String origin, SocketChannel channel, Optional<SSLSocket> secure) throws IOException {
    this.origin = origin;
    this.channel = channel;
    this.plain = channel.socket();
    this.secure = secure;
    wire.open();
  }

  String origin() {
    return origin;
  }

  /** Sends a request and waits for the head of its answer, whose body has not been read then. */
  ClassicHttpResponse exchange(ClassicHttpRequest request) throws IOException {
    try {
      IOException unsent = null;
      try {
        wire.sendRequestHeader(request);
        wire.sendRequestEntity(request);
        wire.flush();
      } catch (IOException e) {
        consistent = false;
        unsent = e; // A service that refuses a request may do so before it has taken all of it.
      }
      try {
        return answer();
      } catch (IOException e) {
        throw unsent == null ? e : unsent;
      }
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Asks a proxy to pass on what comes after.
   *
   * @return the status of its answer, of which nothing more is read
   */
  int tunnel(ClassicHttpRequest request) throws IOException {
    try {
      wire.sendRequestHeader(request);
      wire.flush();
      return wire.receiveResponseHeader().getCode();
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ClassicHttpResponse answer() throws IOException, HttpException {
    for (int interim = 0; interim < MOST_INTERIM; interim++) {
      ClassicHttpResponse head = wire.receiveResponseHeader();
      if (head.getCode() >= 200) {
        if (head.getCode() != 204 && head.getCode() != 304) {
          wire.receiveResponseEntity(head);
        }
        return head;
      }
      if (head.getCode() == 101) {
        break;
      }
    }
    throw new IOException("the answer is none to the request");
  }

  /** Whether all of the request was sent. */
  boolean isConsistent() {
    return consistent && wire.isConsistent();
  }

  /** Sets who is told what comes and what is waited for, on the thread that reads. */
  void tell(ChatListener told) {
    listener = told;
  }

  /** How long a read may take from now on; zero for as long as it takes. */
  void limit(int millis) throws IOException {
    if (plain.getSoTimeout() != millis) {
      plain.setSoTimeout(millis);
    }
  }

  /** Between two exchanges. */
  void rest() {
    listener = NOBODY;
    idleSince = System.nanoTime();
  }

  /** How long it has not been used. */
  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  /** Whether nothing has come of the other end since the last exchange, also not the end. */
  boolean isQuiet() {
    return wire.isQuiet();
  }

  /** Waits for nothing, so that TLS does not say goodbye; HTTP's framing does not need it. */
  Closeable closing() {
    return channel;
  }

  /** Bytes on their way to and from the library. */
  private final class Wire extends DefaultBHttpClientConnection {
    private boolean probing;
    private boolean disturbed;

    Wire() {
      super(CONFIG);
    }

    void open() throws IOException {
      InputStream raw = plain.getInputStream();
      Socket outer = secure.map(Socket.class::cast).orElse(plain);
      InputStream in = secure.isPresent() ? outer.getInputStream() : raw;
      OutputStream out = outer.getOutputStream();
      bind(
          new SocketHolder(plain) {
            @Override
            protected InputStream getInputStream(Socket socket) {
              return new Arrivals(in, raw);
            }

            @Override
            protected OutputStream getOutputStream(Socket socket) {
              return out;
            }
          });
    }

    boolean isQuiet() {
      probing = true;
      disturbed = false;
      try {
        // What it has read beyond the last answer would be taken for the next one.
        return !isDataAvailable(Timeout.ONE_MILLISECOND) && !disturbed;
      } catch (IOException e) {
        return false;
      } finally {
        probing = false;
      }
    }

    /** Looks without waiting. */
    private int probe(InputStream in) throws IOException {
      disturbed = in.available() > 0;
      if (!disturbed) {
        channel.configureBlocking(false);
        try {
          disturbed = channel.read(ByteBuffer.allocate(1)) != 0;
        } finally {
          channel.configureBlocking(true);
        }
      }
      return 0;
    }

    /** Is read when the library has used up what it had. */
    private final class Arrivals extends InputStream {
      private final InputStream in;
      private final InputStream raw;

      Arrivals(InputStream in, InputStream raw) {
        this.in = in;
        this.raw = raw;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (probing) {
          return probe(in);
        }
        // Of TLS the rest of a record may be on its way: then what was given waits as long as that.
        if (listener != NOBODY && in.available() == 0 && (in == raw || raw.available() == 0)) {
          listener.onBurst(false);
        }
        int count = in.read(bytes, offset, length);
        if (count > 0) {
          listener.alive();
          listener.onBurst(true);
        }
        return count;
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }
    }
  }
}
