package dev.trefoil.provider.bedrock;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Bedrock is.
 *
 * @param region the AWS region that is called and signed for, such as {@code us-east-1}
 * @param endpoint http or https, in place of the region's own
 * @param guardrail what Converse applies to each call; empty for none
 * @param connectTimeout for one connection to come about
 */
public record BedrockSettings(
    String region,
    Optional<URI> endpoint,
    Optional<ConverseGuardrail> guardrail,
    Duration connectTimeout) {
  /** Without a guardrail. */
  public BedrockSettings(String region, Optional<URI> endpoint, Duration connectTimeout) {
    this(region, endpoint, Optional.empty(), connectTimeout);
  }
}
