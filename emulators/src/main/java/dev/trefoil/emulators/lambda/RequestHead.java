package dev.trefoil.emulators.lambda;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The head of a request. Source: RFC 9112.
 *
 * @param headers by their names in small letters, values in order
 */
record RequestHead(String method, String path, Map<String, List<String>> headers) {
  private static final Pattern START = Pattern.compile("(GET|POST|PUT) (/[!-~]*) HTTP/1\\.1");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t -~\\x80-\\xff]*?)[ \\t]*");

  static RequestHead read(RuntimeInput in) throws IOException {
    var start = START.matcher(in.line());
    if (!start.matches()) {
      throw new BadRequestException("this is no request line of HTTP/1.1");
    }
    RequestHead head = new RequestHead(start.group(1), start.group(2), fields(in));
    if (head.all("host").size() != 1) {
      throw new BadRequestException("a request names its host once");
    }
    if (head.isChunked() && head.first("content-length").isPresent()) {
      throw new BadRequestException("a body has a length or chunks, not both");
    }
    return head;
  }

  /** Header or trailer lines up to the empty one. */
  static Map<String, List<String>> fields(RuntimeInput in) throws IOException {
    Map<String, List<String>> fields = new HashMap<>();
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      var field = HEADER.matcher(line);
      if (!field.matches()) {
        throw new BadRequestException("this is no header: " + line);
      }
      fields
          .computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
          .add(field.group(2));
    }
    return fields;
  }

  List<String> all(String name) {
    return headers.getOrDefault(name, List.of());
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  boolean isChunked() throws BadRequestException {
    List<String> codings = all("transfer-encoding");
    if (codings.isEmpty()) {
      return false;
    }
    if (!codings.equals(List.of("chunked"))) {
      throw new BadRequestException("there is no transfer coding but chunked");
    }
    return true;
  }

  boolean closesConnection() {
    return all("connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
  }

  /** The names that a header like Trailer lists. */
  List<String> listed(String name) {
    return all(name).stream()
        .flatMap(value -> Pattern.compile(",").splitAsStream(value))
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The body that follows, which says its length. */
  byte[] body(RuntimeInput in) throws IOException {
    if (isChunked() || length().isEmpty()) {
      throw new BadRequestException("a whole body says its length");
    }
    return in.exactly(length().getAsInt());
  }

  OptionalInt length() throws BadRequestException {
    Optional<String> length = first("content-length");
    if (length.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!length.get().matches("[0-9]{1,9}")) {
      throw new BadRequestException("a length is a number");
    }
    return OptionalInt.of(Integer.parseInt(length.get()));
  }
}
