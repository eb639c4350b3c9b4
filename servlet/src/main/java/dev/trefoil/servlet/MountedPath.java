// The servlet may be mounted anywhere; the core knows nothing of where.
package dev.trefoil.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The path of a request behind the context path, and behind a mapping such as {@code /llm/*}. */
final class MountedPath {
  private MountedPath() {}

  /** As it came, still percent-encoded; the whole path where the mapping names it exactly. */
  static String of(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean prefixed = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH;
    List<String> mount =
        segments(request.getContextPath() + (prefixed ? request.getServletPath() : ""));
    if (mount.isEmpty()) {
      return path;
    }
    for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
      if (segments(path.substring(0, end)).equals(mount)) {
        return path.substring(end);
      }
    }
    return segments(path).equals(mount) ? "/" : path;
  }

  /** However they were written: a container decodes paths and resolves dots to find a servlet. */
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String encoded : path.split("/")) {
      String segment = decoded(encoded);
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return segments;
  }

  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // The core says what is wrong with it.
    }
  }
}
