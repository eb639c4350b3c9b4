package dev.trefoil.door.files;

import dev.trefoil.door.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a body of {@code multipart/form-data} (RFC 7578) part by part, as it comes. Strict where
 * that costs no client: nothing stands before the first part, and every part has a name. What it
 * holds is bounded, whatever is sent. For one thread.
 */
final class MultipartReader {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_HEAD = 8_192;
  private static final int LONGEST_BOUNDARY = 70;

  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]*)\"|([^\\s;]+))", Pattern.CASE_INSENSITIVE);

  /** A parameter of a header's value; in quotes a backslash stands before a quote, as in ours. */
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*(name|filename)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))");

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private boolean ended;
  private Content open;

  /**
   * @param contentType of the request
   * @throws Problem 400 when it is none of a form, or has no boundary
   */
  MultipartReader(InputStream in, Optional<String> contentType) throws Problem {
    this.in = in;
    String type = contentType.orElse("");
    Matcher boundary = BOUNDARY.matcher(type);
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data") || !boundary.find()) {
      throw Problem.invalid("The body must be multipart/form-data with a boundary.");
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    if (text.isEmpty()
        || text.length() > LONGEST_BOUNDARY
        || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw Problem.invalid("The boundary must be 1 to 70 visible ASCII characters.");
    }
    this.delimiter = ("\r\n--" + text).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A part.
   *
   * @param filename without a path, as its sender has it; empty where the part is no file
   * @param content good until the next part is asked for
   */
  record Part(String name, Optional<String> filename, InputStream content) {
    /**
     * Its content as text.
     *
     * @param most bytes of it
     * @throws Problem 400 when it is longer, or not UTF-8
     */
    String text(int most) throws Problem, IOException {
      byte[] bytes = content.readNBytes(most + 1);
      if (bytes.length > most) {
        throw Problem.invalid(name, "'" + name + "' has more than " + most + " bytes.");
      }
      return decoded(bytes)
          .orElseThrow(() -> Problem.invalid(name, "'" + name + "' is not UTF-8."));
    }
  }

  /**
   * The next part; the one before is read to its end.
   *
   * @return empty behind the last one
   * @throws Problem 400 when the body is not of that form
   * @throws IOException when it breaks off
   */
  Optional<Part> next() throws Problem, IOException {
    if (ended) {
      return Optional.empty();
    }
    if (open == null) {
      begin();
    } else {
      open.transferTo(OutputStream.nullOutputStream());
      from += delimiter.length;
    }
    if (isLast()) {
      ended = true;
      return Optional.empty();
    }
    if (!line(LONGEST_HEAD).isBlank()) {
      throw malformed("a boundary is followed by something else than a line's end");
    }
    String disposition = head();
    open = new Content();
    return Optional.of(part(disposition));
  }

  private void begin() throws Problem, IOException {
    while (to < delimiter.length - 2 && fill()) {
      // Reads on.
    }
    for (int i = 2; i < delimiter.length; i++) {
      if (i - 2 >= to || buffer[i - 2] != delimiter[i]) {
        throw malformed(
            to == 0
                ? "it came empty, as it does on platforms that keep uploads to themselves"
                : "it does not begin with its boundary");
      }
    }
    from = delimiter.length - 2;
  }

  /** Whether the boundary is the last one: a line's end behind it is usual, and not demanded. */
  private boolean isLast() throws Problem, IOException {
    while (to - from < 2) {
      if (!fill()) {
        throw malformed("it ends before its last boundary");
      }
    }
    return buffer[from] == '-' && buffer[from + 1] == '-';
  }

  /** The value of the part's Content-Disposition; other headers are read and of no use. */
  private String head() throws Problem, IOException {
    String disposition = "";
    int left = LONGEST_HEAD;
    while (true) {
      String line = line(left);
      if (line.isEmpty()) {
        return disposition;
      }
      left -= line.length();
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("content-disposition")) {
        disposition = line.substring(colon + 1).strip();
      }
    }
  }

  private Part part(String disposition) throws Problem {
    Optional<String> name = Optional.empty();
    Optional<String> filename = Optional.empty();
    if (!disposition.toLowerCase(Locale.ROOT).startsWith("form-data")) {
      throw malformed("a part is no form-data");
    }
    Matcher parameters = PARAMETER.matcher(disposition);
    while (parameters.find()) {
      String value =
          parameters.group(2) == null
              ? parameters.group(3)
              : parameters.group(2).replaceAll("\\\\(.)", "$1");
      if (parameters.group(1).equals("name")) {
        name = Optional.of(value);
      } else {
        filename = Optional.of(value);
      }
    }
    return new Part(
        name.filter(text -> !text.isEmpty()).orElseThrow(() -> malformed("a part has no name")),
        filename,
        open);
  }

  /** A line of a part's head, without its end. */
  private String line(int most) throws Problem, IOException {
    for (int at = from; ; at++) {
      while (at + 1 >= to) {
        int offset = at - from;
        if (!fill()) {
          throw malformed("it ends before its last boundary");
        }
        at = from + offset;
      }
      if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
        byte[] line = Arrays.copyOfRange(buffer, from, at);
        from = at + 2;
        return decoded(line).orElseThrow(() -> malformed("a part's head is not UTF-8"));
      }
      if (at - from >= most) {
        throw malformed("a part's head has more than " + LONGEST_HEAD + " bytes");
      }
    }
  }

  /** Reads more, behind what is there; false at the end. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    int read = in.read(buffer, to, buffer.length - to);
    to += Math.max(0, read);
    return read > 0;
  }

  private static Optional<String> decoded(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Problem malformed(String why) {
    return Problem.invalid("The body is no multipart/form-data: " + why + ".");
  }

  /** The body ends within a part. */
  static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;

    CutException() {
      super("the body ends within a part");
    }
  }

  /** What stands before the next boundary. */
  private final class Content extends InputStream {
    /** How many bytes from {@link #from} on are known to be content. */
    private int known;

    private boolean over;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (known == 0 && !over) {
        look();
      }
      if (known == 0) {
        return -1;
      }
      int some = Math.min(known, length);
      System.arraycopy(buffer, from, out, offset, some);
      from += some;
      known -= some;
      return some;
    }

    /** Finds the boundary, or that some bytes cannot belong to one. */
    private void look() throws IOException {
      int last = to - delimiter.length;
      for (int at = from; at <= last; at++) {
        if (isBoundary(at)) {
          known = at - from;
          over = true;
          return;
        }
      }
      known = Math.max(0, last + 1 - from);
      if (known == 0 && !fill()) {
        throw new CutException();
      }
    }

    private boolean isBoundary(int at) {
      for (int i = 0; i < delimiter.length; i++) {
        if (buffer[at + i] != delimiter[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
