package dev.trefoil.config;

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
}
