package dev.trefoil.config;

/** Who a tool is told that calls it. */
public sealed interface ToolIdentity {
  /** Nobody. */
  record None() implements ToolIdentity {}

  /**
   * Whoever holds a key.
   *
   * @param header that carries it
   * @param prefix what stands before it there; may be empty
   */
  record Key(KeySource source, String header, String prefix) implements ToolIdentity {}

  /**
   * The function's own identity on AWS, by a signature.
   *
   * @param service the name that is signed for, such as {@code execute-api} or {@code lambda}
   */
  record Aws(String region, String service) implements ToolIdentity {}

  /**
   * The function's own identity on Azure, by a token.
   *
   * @param resource whom the token is for, such as {@code api://my-app}
   */
  record Azure(String resource) implements ToolIdentity {}

  /** The function's own identity on Google Cloud, by an access token. */
  record Gcp() implements ToolIdentity {}
}
