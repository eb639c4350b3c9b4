package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.vertex.VertexEmulator;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VertexChatModelTest extends ChatModelContract {
  private final LoopbackTls tls = LoopbackTls.create();
  private SSLContext before;

  @BeforeAll
  @Override
  protected void startService() {
    try {
      before = SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    SSLContext.setDefault(tls.clientContext());
    super.startService();
  }

  @AfterAll
  @Override
  protected void stopService() {
    super.stopService();
    SSLContext.setDefault(before);
    tls.close();
  }

  @Override
  protected ModelEmulator start(int port) {
    return VertexEmulator.start("vertex", BearerVerifier.accepting("right", "test"), tls, port);
  }

  @Override
  protected ChatModel connect(URI endpoint, boolean validCredentials) {
    return VertexChatModel.create(
        new VertexSettings("project", "global", Optional.of(endpoint)),
        OAuth2Credentials.create(
            new AccessToken(
                validCredentials ? "right" : "wrong", Date.from(Instant.now().plusSeconds(3600)))));
  }

  @Override
  protected String modelId() {
    return "gemini-3.5-flash";
  }

  @Override
  protected boolean givesRetryHints() {
    return true;
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @Override
  protected Endless endless() throws IOException {
    return new EndlessVertex(tls);
  }

  @Test
  void aStreamThatEndsCleanlyWithoutAFinishReasonIsTruncated() {
    reply(chunk("Hel", ""), chunk("lo", ""));
    List<ChatEvent> events = new ArrayList<>();

    assertThat(failure(user("hi"), true, events).kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(text(events)).isEqualTo("Hello");
  }

  @Test
  void thoughtsAreCountedButNotSaid() throws ProviderException {
    reply(
        """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true}]}}]}""",
        """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"Hello"}]},
          "finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"thoughtsTokenCount":20}}""");

    assertThat(chat(user("hi"), true))
        .containsExactly(new TextDelta("Hello"), new Finished(FinishReason.STOP, new Usage(3, 21)));
  }

  @Test
  void aFailureThatTheServiceNamesAsAFinishReasonIsAnError() {
    reply(chunk("Hel", "OTHER"));

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.OVERLOADED);
  }

  private static String chunk(String text, String reason) {
    return """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]}%s}]}"""
        .formatted(text, reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"");
  }
}
