package dev.trefoil.config;

import dev.trefoil.endpoints.CorsSettings;
import dev.trefoil.endpoints.HttpSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what holds for all calls by HTTP: limits, and {@code cors}. */
final class HttpReader {
  /** A synchronous Lambda invocation takes 6 MB, so a larger body works on two clouds of three. */
  private static final long DEFAULT_MAX_REQUEST_BYTES = 6L * 1024 * 1024;

  private static final long LARGEST_MAX_REQUEST_BYTES = 1L << 30;
  private static final long LARGEST_IN_FLIGHT = 1L << 40;
  private static final long MOST_FRONT_DOOR_MILLIS = 3_600_000;

  private static final long DEFAULT_MAX_AGE = 600;

  /** Browsers remember a preflight for two hours, or for a day, whatever they are told. */
  private static final long LARGEST_MAX_AGE = 86_400;

  /** As browsers send it: in lower case, a port only where it is not the scheme's own. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "[a-z][a-z0-9+.-]{0,63}://([a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}\\])"
              + "(:[1-9][0-9]{0,4})?");

  private static final Set<String> OWN_PORTS = Set.of("http:80", "https:443");

  private HttpReader() {}

  static HttpSettings read(ConfigMap file) {
    Optional<Duration> frontDoor = file.millis("frontDoorTimeoutMs", MOST_FRONT_DOOR_MILLIS);
    long largest =
        file.number("maxRequestBytes", 1, LARGEST_MAX_REQUEST_BYTES)
            .orElse(DEFAULT_MAX_REQUEST_BYTES);
    OptionalLong inFlight = file.number("maxRequestBytesInFlight", largest, LARGEST_IN_FLIGHT);
    Optional<CorsSettings> cors = file.map("cors").map(HttpReader::cors);
    return new HttpSettings(frontDoor, largest, inFlight, cors);
  }

  private static CorsSettings cors(ConfigMap cors) {
    Set<String> origins = new HashSet<>(cors.oneOrMoreTexts("origins", HttpReader::wrongOrigin));
    if (origins.contains(CorsSettings.ANY) && origins.size() > 1) {
      cors.mistake("", "has an origin beside '*', which is all of them");
    }
    List<String> methods =
        cors.has("methods") ? cors.texts("methods", HttpReader::wrongMethod) : CorsSettings.METHODS;
    Optional<List<String>> headers =
        cors.has("headers")
            ? Optional.of(cors.texts("headers", HttpReader::wrongHeader))
            : Optional.empty();
    long maxAge = cors.number("maxAgeSeconds", 0, LARGEST_MAX_AGE).orElse(DEFAULT_MAX_AGE);
    List<String> exposed =
        cors.has("exposeHeaders")
            ? cors.texts("exposeHeaders", HttpReader::wrongHeader)
            : CorsSettings.EXPOSED;
    cors.refuseTheRest();
    return new CorsSettings(origins, methods, headers, Duration.ofSeconds(maxAge), exposed);
  }

  private static Optional<String> wrongOrigin(String text) {
    if (text.equals(CorsSettings.ANY)) {
      return Optional.empty();
    }
    if (!ORIGIN.matcher(text).matches()) {
      return Optional.of(
          "is not an origin as browsers send it: scheme://host or scheme://host:port in lower case,"
              + " or '*'");
    }
    String scheme = text.substring(0, text.indexOf(':'));
    return OWN_PORTS.contains(scheme + text.substring(text.lastIndexOf(':')))
        ? Optional.of("has the port that " + scheme + " has anyway, which browsers leave out")
        : Optional.empty();
  }

  private static Optional<String> wrongMethod(String text) {
    return CorsSettings.METHODS.contains(text)
        ? Optional.empty()
        : Optional.of("is not one of " + String.join(", ", CorsSettings.METHODS));
  }

  /** What is wrong with the name of a header, or nothing. */
  static Optional<String> wrongHeader(String text) {
    return text.matches("[A-Za-z0-9-]{1,64}")
        ? Optional.empty()
        : Optional.of("is not the name of a header");
  }
}
