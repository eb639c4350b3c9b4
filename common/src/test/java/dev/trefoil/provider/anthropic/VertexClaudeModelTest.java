package dev.trefoil.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Settings;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.vertex.VertexEmulator;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VertexClaudeModelTest extends MessagesContract {
  private final LoopbackTls tls = LoopbackTls.create();
  private final SSLContext before = trusting(tls);

  private static SSLContext trusting(LoopbackTls tls) {
    try {
      SSLContext before = SSLContext.getDefault();
      SSLContext.setDefault(tls.clientContext());
      return before;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  @Override
  protected void stopService() {
    super.stopService();
    SSLContext.setDefault(before);
    tls.close();
  }

  @Override
  protected MessagesDialect dialect() {
    return MessagesDialect.VERTEX;
  }

  @Override
  protected ModelEmulator start(int port) {
    return VertexEmulator.start("vertex", BearerVerifier.accepting("right", "test"), tls, port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    AccessToken token =
        new AccessToken(
            validCredentials ? "right" : "wrong", Date.from(Instant.now().plusSeconds(3600)));
    return connect(
        AnthropicSettings.vertex(
            "my-project", "global", Optional.of(endpoint), Duration.ofSeconds(3)),
        new GoogleRequestSigner(OAuth2Credentials.create(token)),
        "vertex");
  }

  @Override
  protected String thinkingModelId() {
    return "claude-haiku-4-5@20251001";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theModelStandsInThePathAndTheVersionInTheBody(boolean stream) throws ProviderException {
    chat(model(), new ChatRequest(List.of(user("one")), Settings.DEFAULTS, stream), modelId());

    var sent = controls().journal().getLast();
    assertThat(sent.path())
        .isEqualTo(
            "/v1/projects/my-project/locations/global/publishers/anthropic/models/claude-sonnet-4-6:"
                + (stream ? "streamRawPredict" : "rawPredict"));
    assertThat(sent.body().path("anthropic_version").asText()).isEqualTo("vertex-2023-10-16");
    assertThat(sent.body().has("model")).isFalse();
    assertThat(sent.headers()).doesNotContainKey("anthropic-version");
  }

  @Override
  protected String countedAt() {
    return "/models/count-tokens:rawPredict";
  }

  @ParameterizedTest
  @CsvSource({
    "global,https://aiplatform.googleapis.com",
    "eu,https://aiplatform.eu.rep.googleapis.com",
    "us-east5,https://us-east5-aiplatform.googleapis.com"
  })
  void eachLocationHasAHostOfItsOwn(String location, String host) {
    assertThat(
            AnthropicSettings.vertex("p", location, Optional.empty(), Duration.ofSeconds(3))
                .messages("claude-opus-5-5", true))
        .hasToString(
            host
                + "/v1/projects/p/locations/"
                + location
                + "/publishers/anthropic/models/claude-opus-5-5:streamRawPredict");
  }

  @Test
  void aModelsIdCannotLeadElsewhere() {
    assertThat(
            AnthropicSettings.vertex("p", "eu", Optional.empty(), Duration.ofSeconds(3))
                .messages("../x:y?z", false)
                .toString())
        .endsWith("/models/..%2Fx%3Ay%3Fz:rawPredict");
  }

  @Test
  void whatIsLongerThanTheServiceTakesIsNotSent() {
    String long30 = "x".repeat(30_000_000);

    assertThatThrownBy(() -> chat(user(long30), false))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.CONTEXT_TOO_LONG));
    assertThat(controls().journal()).isEmpty();
  }
}
