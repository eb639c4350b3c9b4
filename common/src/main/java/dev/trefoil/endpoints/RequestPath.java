package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path by its decoded segments, however a client wrote it: empty segments (a doubled or a
 * trailing slash) are none, and dots are resolved as RFC 3986, 5.2.4 has it, because some of the
 * platforms do both before a function sees the path. An encoded slash separates nothing.
 */
record RequestPath(List<String> segments) {

  RequestPath {
    segments = List.copyOf(segments);
  }

  /**
   * Reads a path.
   *
   * @param raw still percent-encoded
   * @throws Problem 400 when it cannot be decoded to text
   */
  static RequestPath of(String raw) throws Problem {
    List<String> segments = new ArrayList<>();
    for (String encoded : raw.split("/")) {
      String segment = decoded(encoded);
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return new RequestPath(segments);
  }

  private static String decoded(String segment) throws Problem {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    byte[] encoded = segment.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        bytes.put(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
      if (low < 0) {
        throw invalid("a % is not followed by two hexadecimal digits");
      }
      bytes.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw invalid("what it encodes is not UTF-8");
    }
  }

  private static Problem invalid(String why) {
    return Problem.of(400, "invalid_path", "The path of the URL cannot be decoded: " + why + ".");
  }

  /**
   * The same without what clients put into the base URL: OpenAI's {@code v1}, Azure's {@code
   * openai} or {@code openai/v1}.
   */
  RequestPath unversioned() {
    return without("openai").without("v1");
  }

  private RequestPath without(String first) {
    return !segments.isEmpty() && segments.getFirst().equals(first)
        ? new RequestPath(segments.subList(1, segments.size()))
        : this;
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
