package dev.trefoil.aws.runtimeapi;

import java.util.Map;
import java.util.Optional;

/**
 * What the Runtime API says to a request.
 *
 * @param headers by their names in small letters
 */
record Reply(int status, Map<String, String> headers, byte[] body) {

  Optional<String> header(String name) {
    String value = headers.getOrDefault(name, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Whether another request may follow on the same connection. */
  boolean keepsConnection() {
    return !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
  }
}
