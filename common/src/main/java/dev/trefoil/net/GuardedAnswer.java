package dev.trefoil.net;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer of one exchange of {@link GuardedHttp}. Closing it closes the connection. */
public final class GuardedAnswer implements Closeable {
  /** All lines of a head or of a chunk's together. */
  private static final int MOST_HEAD = 64 << 10;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

  private final int status;
  private final Map<String, String> headers;
  private final InputStream body;
  private final ExchangeLimit connection;

  private GuardedAnswer(
      int status, Map<String, String> headers, InputStream body, ExchangeLimit connection) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.connection = connection;
  }

  static GuardedAnswer read(String method, InputStream in, ExchangeLimit connection)
      throws IOException {
    InputStream buffered = new BufferedInputStream(new Timed(in, connection));
    Lines lines = new Lines(buffered);
    int status;
    Map<String, String> headers;
    do {
      status = status(lines.next());
      headers = headers(lines);
    } while (status < 200);
    return new GuardedAnswer(status, headers, body(method, status, headers, buffered), connection);
  }

  private static int status(String line) throws IOException {
    Matcher matcher = STATUS.matcher(line);
    if (!matcher.matches()) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Of a header that comes twice, the first counts; of a length, that is an error. */
  private static Map<String, String> headers(Lines lines) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("a header of the answer has no name");
      }
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      String before = headers.putIfAbsent(name, value);
      if (before != null && name.equalsIgnoreCase("content-length") && !before.equals(value)) {
        throw new IOException("the answer has two lengths");
      }
    }
    return headers;
  }

  private static InputStream body(
      String method, int status, Map<String, String> headers, InputStream in) throws IOException {
    String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if (coding.equals("chunked")) {
      return new Chunks(in);
    }
    if (!coding.isEmpty()) {
      throw new IOException("the answer is coded as " + coding);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in;
    }
    try {
      return new Counted(in, Long.parseLong(length));
    } catch (NumberFormatException e) {
      throw new IOException("the answer's length is no number", e);
    }
  }

  /** 200 to 599. */
  public int status() {
    return status;
  }

  /** A header's first value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Ends with the exchange's limit too, by an {@link IOException}. */
  public InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  /** Lines that end with CRLF or LF, within a bound for all of them. */
  private static final class Lines {
    private final InputStream in;
    private int left = MOST_HEAD;

    Lines(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      byte[] line = new byte[256];
      int length = 0;
      for (int read = in.read(); read != '\n'; read = in.read()) {
        if (read < 0) {
          throw new EOFException("the answer ends in its head");
        }
        if (--left < 0) {
          throw new IOException("the answer's head has more than " + MOST_HEAD + " bytes");
        }
        if (length == line.length) {
          line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = (byte) read;
      }
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
      return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** Says of a connection that was closed for its time that it was. */
  private static final class Timed extends FilterInputStream {
    private final ExchangeLimit limit;

    Timed(InputStream in, ExchangeLimit limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw limit.told(e);
      }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        return super.read(to, offset, length);
      } catch (IOException e) {
        throw limit.told(e);
      }
    }
  }

  /** A body of so many bytes. */
  private static final class Counted extends FilterInputStream {
    private long left;

    Counted(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(to, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the answer broke off");
      }
      left -= read;
      return read;
    }
  }

  /** A body in chunks, to its last. */
  private static final class Chunks extends FilterInputStream {
    private Optional<Counted> chunk = Optional.empty();
    private boolean over;

    Chunks(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      while (!over) {
        if (chunk.isPresent()) {
          int read = chunk.get().read(to, offset, length);
          if (read >= 0) {
            return read;
          }
          new Lines(in).next();
        }
        next();
      }
      return -1;
    }

    private void next() throws IOException {
      String line = new Lines(in).next();
      int end = line.indexOf(';');
      try {
        long size = Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
        if (size < 0) {
          throw new NumberFormatException("negative");
        }
        over = size == 0;
        chunk = Optional.of(new Counted(in, size));
      } catch (NumberFormatException e) {
        throw new IOException("a chunk of the answer has no length", e);
      }
    }
  }
}
