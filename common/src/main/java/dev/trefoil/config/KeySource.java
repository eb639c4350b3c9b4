package dev.trefoil.config;

import java.util.Optional;

/** Where a key is. A key itself never stands in the configuration. */
public sealed interface KeySource {
  /**
   * {@code env:NAME}.
   *
   * @param name of the environment variable that holds the key
   */
  record Variable(String name) implements KeySource {}

  /**
   * {@code secret:NAME}.
   *
   * @param name of the secret in the secret store of the cloud that the function runs on
   */
  record Secret(String name) implements KeySource {}

  /** Reads one that has to stand at {@code key}. */
  static Optional<KeySource> read(ConfigMap map, String key) {
    String variable = "env:";
    String secret = "secret:";
    return map.requiredText(
            key,
            variable + "[A-Za-z_][A-Za-z0-9_]*|" + secret + "[A-Za-z0-9/_+=.@:-]{1,512}",
            "env:NAME, the variable that holds the key, or secret:NAME, its name in the secret"
                + " store of the cloud that the function runs on")
        .map(
            text ->
                text.startsWith(secret)
                    ? new Secret(text.substring(secret.length()))
                    : new Variable(text.substring(variable.length())));
  }
}
