package dev.trefoil.provider.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads the {@code data} of server-sent events as they arrive, by the WHATWG's rules: lines end
 * with LF, CR or CRLF, a leading byte order mark is skipped, lines that begin with a colon are
 * comments, several data lines make one event, of other fields only an event's type {@code error}
 * is of interest here. Unlike a browser it gives an event that the end of the stream cut off before
 * its blank line: whether that is whole, its JSON tells.
 *
 * <p>Not for several threads. One buffer a stream: an event is valid until the next is read.
 */
public final class SseReader {
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] ERROR = "event: error".getBytes(US_ASCII);
  private static final byte[] TERSE_ERROR = "event:error".getBytes(US_ASCII);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int limit;

  /** A few events: what has not been read waits in the connection, which has a buffer as well. */
  private final byte[] input = new byte[2048];

  private int position;
  private int end;

  /** The event so far: its data lines joined by line feeds, then the line being read. */
  private byte[] event = new byte[1024];

  private int dataEnd;
  private int lineEnd;
  private boolean hasData;
  private boolean error;
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  /**
   * @param limit bytes that an event, or a line of any kind, may have
   */
  public SseReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * Reads up to the end of the next event that has data; blocks until there is one.
   *
   * @return false at the end of the stream
   * @throws IOException as the stream does, or when an event is longer than the limit
   */
  public boolean next() throws IOException {
    dataEnd = 0;
    lineEnd = 0;
    hasData = false;
    error = false;
    while (true) {
      if (position == end && !fill()) {
        endLine();
        return hasData;
      }
      if (afterCarriageReturn) {
        afterCarriageReturn = false;
        position += input[position] == '\n' ? 1 : 0;
      }
      int stop = endOfLine();
      append(stop);
      if (stop == end) {
        continue;
      }
      afterCarriageReturn = input[position++] == '\r';
      if (lineEnd > lineStart()) {
        endLine();
      } else if (hasData) {
        return true;
      }
    }
  }

  /** Where the line ends, or what has been read of it. */
  private int endOfLine() {
    int at = position;
    while (at < end && input[at] != '\n' && input[at] != '\r') {
      at++;
    }
    return at;
  }

  /** The buffer that holds the event's data from index 0. */
  public byte[] data() {
    return event;
  }

  /** The bytes of the event's data. */
  public int length() {
    return dataEnd;
  }

  /** Whether the event's data is just this. */
  public boolean dataIs(byte[] text) {
    return Arrays.equals(event, 0, dataEnd, text, 0, text.length);
  }

  /** Whether the event's data begins with this character, white space aside. */
  public boolean dataStartsWith(char first) {
    int at = 0;
    while (at < dataEnd && Character.isWhitespace(event[at])) {
      at++;
    }
    return at < dataEnd && event[at] == first;
  }

  /** Whether the event's type is {@code error}. */
  public boolean isError() {
    return error;
  }

  private boolean fill() throws IOException {
    int read = in.read(input, 0, input.length);
    position = 0;
    end = Math.max(0, read);
    return read >= 0;
  }

  /** A line is gathered behind the data, one place on, where a line feed will join the two. */
  private int lineStart() {
    return hasData ? dataEnd + 1 : 0;
  }

  /** Takes what was read up to there. */
  private void append(int stop) throws IOException {
    int count = stop - position;
    if (count == 0) {
      return;
    }
    lineEnd = Math.max(lineEnd, lineStart());
    if (count > limit - lineEnd) {
      throw new TooLongException("an event of the stream", limit);
    }
    if (lineEnd + count >= event.length) {
      event = Arrays.copyOf(event, Math.max(event.length * 2, lineEnd + count + 1));
    }
    System.arraycopy(input, position, event, lineEnd, count);
    lineEnd += count;
    position = stop;
  }

  /** Keeps the line's value behind the data if it is a data line, else forgets it. */
  private void endLine() {
    int start = lineStart();
    if (lineEnd <= start) {
      return;
    }
    int from = start;
    if (firstLine && starts(from, BYTE_ORDER_MARK)) {
      from += BYTE_ORDER_MARK.length;
    }
    firstLine = false;
    if (starts(from, DATA) && (from + 4 == lineEnd || event[from + 4] == ':')) {
      from = Math.min(from + 5, lineEnd);
      if (from < lineEnd && event[from] == ' ') {
        from++;
      }
      if (hasData) {
        event[dataEnd] = '\n';
      }
      System.arraycopy(event, from, event, start, lineEnd - from);
      dataEnd = start + lineEnd - from;
      hasData = true;
    } else {
      error |= lineIs(from, ERROR) || lineIs(from, TERSE_ERROR);
    }
    lineEnd = 0;
  }

  private boolean lineIs(int from, byte[] text) {
    return lineEnd - from == text.length && starts(from, text);
  }

  private boolean starts(int from, byte[] text) {
    return lineEnd - from >= text.length
        && Arrays.equals(event, from, from + text.length, text, 0, text.length);
  }
}
