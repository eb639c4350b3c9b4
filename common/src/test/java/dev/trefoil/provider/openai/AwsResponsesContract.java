package dev.trefoil.provider.openai;

import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.identity.TestSigners;
import dev.trefoil.provider.ModelService;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What is the same of Responses at both endpoints of Bedrock's. */
abstract class AwsResponsesContract extends ResponsesContract {
  static final Duration CONNECT = Duration.ofSeconds(3);
  private static final String KEY = "AKIDEXAMPLE";

  /** By which the emulator knows who signs. */
  static final AwsKeyring KEYRING = AwsKeyring.of(KEY, "right");

  /** The name that requests are signed for. */
  abstract String signedFor();

  abstract OpenAiSettings settings(Optional<URI> endpoint);

  @Override
  protected final ModelService connect(URI endpoint, boolean validCredentials) {
    return connect(
        settings(Optional.of(endpoint)),
        TestSigners.aws(KEY, validCredentials ? "right" : "wrong", signedFor()));
  }

  @Override
  protected final boolean refusesFilteredPrompts() {
    return false;
  }
}
