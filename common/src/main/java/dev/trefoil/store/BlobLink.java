package dev.trefoil.store;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A signed URL by which whoever has it may read one blob, and nothing else, for a while. It names
 * who signed it and holds no key; it is a credential all the same, and never to be logged.
 *
 * @param expires from when on it is refused
 */
public record BlobLink(URI uri, Instant expires) {
  /** What a blob that is read by a link is told to be, whatever it was stored as. */
  public static final String CONTENT_TYPE = "application/json";

  /**
   * Google replaces the keys that sign for a service account, and says that a signature holds for
   * 12 hours (Cloud Storage, "Create signatures").
   */
  public static final Duration LONGEST_VALID_FOR = Duration.ofHours(12);

  /**
   * That a browser keeps the blob as a file, which goes by the job, the name's last part but one.
   */
  public static String contentDisposition(String name) {
    int last = name.lastIndexOf('/');
    String owner = last < 0 ? name : name.substring(name.lastIndexOf('/', last - 1) + 1, last);
    return "attachment; filename=\"" + owner + ".json\"";
  }

  /** Parameters as all three clouds sign them: RFC 3986, by which unreserved characters stay. */
  public static String query(SortedMap<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            (Map.Entry<String, String> one) ->
                encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** Without its signature, so that it may be logged. */
  @Override
  public String toString() {
    return "BlobLink[" + uri.getHost() + uri.getRawPath() + ", " + expires + "]";
  }
}
