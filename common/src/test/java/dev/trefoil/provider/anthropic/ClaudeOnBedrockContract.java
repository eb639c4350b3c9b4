package dev.trefoil.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Settings;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.identity.TestSigners;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestChanges;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds of Claude at both endpoints of Bedrock's. */
abstract class ClaudeOnBedrockContract extends MessagesContract {
  static final Duration CONNECT = Duration.ofSeconds(3);
  private static final String KEY = "AKIDEXAMPLE";

  /** By which the emulator knows who signs. */
  static final AwsKeyring KEYRING = AwsKeyring.of(KEY, "right");

  /** The name under which {@link #known} has the endpoint. */
  abstract String kind();

  /** The name that requests are signed for. */
  abstract String signedFor();

  abstract AnthropicSettings settings(String region, Optional<URI> endpoint);

  @Override
  protected final ModelService connect(URI endpoint, boolean validCredentials) {
    return connect(
        settings("us-east-1", Optional.of(endpoint)),
        TestSigners.aws(KEY, validCredentials ? "right" : "wrong", signedFor()),
        kind());
  }

  @Test
  void aUserInJsonIsNotSentAndNamed() throws ProviderException {
    Settings settings = Settings.builder().user(Optional.of("{\"device_id\":\"d\"}")).build();
    ChatRequest request = new ChatRequest(List.of(user("one")), settings, false);
    RequestChanges changes = new RequestChanges(false);

    new MessagesRules(dialect())
        .chat(new ModelRequest(request, modelId(), known(kind(), modelId())), changes);
    chat(model(), request, modelId());

    assertThat(RequestChange.dropped(changes.list())).contains("user");
    assertThat(controls().journal().getLast().body().has("metadata")).isFalse();
    assertThat(controls().journal().getLast().path()).isEqualTo("/anthropic/v1/messages");
  }

  @Test
  void eachRegionHasAHostOfItsOwn() {
    assertThat(settings("eu-central-1", Optional.empty()).messages("m", true))
        .hasToString(host("eu-central-1") + "/anthropic/v1/messages");
  }

  abstract String host(String region);
}
