package dev.trefoil.identity;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The function's execution role, by the SDK's default chain: the environment, or the container
 * endpoint, which is all that there is after a snapshot. The chain is built anew each time, since
 * it keeps what it found.
 */
final class AwsExecutionRole {
  /** For keys without a known end, such as those of the environment. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  private static final Duration MOST = Duration.ofHours(12);

  private final Clock clock;

  AwsExecutionRole(Clock clock) {
    this.clock = clock;
  }

  IssuedToken<AwsCredentials> credentials() throws StepException {
    try (DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build()) {
      AwsCredentials own = chain.resolveCredentials();
      return own.expirationTime()
          .map(end -> IssuedToken.until(end, own, clock))
          .orElseGet(() -> IssuedToken.lasting(LOOK_AGAIN, MOST, own, clock));
    } catch (SdkException e) {
      throw StepException.of("the SDK's default credentials chain", String.valueOf(e.getMessage()));
    }
  }
}
