package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.vertex.VertexEmulator;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import dev.trefoil.provider.vertex.VertexService;
import dev.trefoil.provider.vertex.VertexSettings;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that waits for a token that does not come ends when its attempt is cancelled. */
class TokenWaitTest {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final URI NOWHERE = URI.create("https://127.0.0.1:1");

  private final LoopbackTls tls = LoopbackTls.create();

  /** gRPC connects before it asks for a token. */
  private final VertexEmulator vertex =
      VertexEmulator.start("vertex_ai", BearerVerifier.accepting("", ""), tls);

  private SSLContext before;

  /** Opened when an exchange begins, which then never ends. */
  private final CountDownLatch begun = new CountDownLatch(1);

  @ParameterizedTest
  @CsvSource({
    "bedrock, false",
    "bedrock, true",
    "azure, false",
    "azure, true",
    "vertex, false",
    "vertex, true"
  })
  void aCallThatWaitsForATokenCanBeCancelled(String kind, boolean stream) throws Exception {
    Cancellation cancellation = new Cancellation();
    try (ModelService service = service(kind);
        var threads = Executors.newSingleThreadExecutor()) {
      Future<Kind> call =
          threads.submit(
              () -> {
                try {
                  service
                      .chat()
                      .chat(
                          new ChatRequest(
                              List.of(Message.of(Role.USER, "hello")),
                              Settings.builder().build(),
                              stream),
                          "us.anthropic.claude-sonnet-4-6",
                          new CallContext(
                              "id", Deadline.after(Duration.ofMinutes(5)), cancellation),
                          event -> {});
                  return null;
                } catch (ProviderException e) {
                  return e.kind();
                }
              });
      begun.await();

      cancellation.cancel();

      assertThat(call.get()).isEqualTo(Kind.TIMEOUT);
    }
  }

  @BeforeEach
  void trust() throws NoSuchAlgorithmException {
    before = SSLContext.getDefault();
    SSLContext.setDefault(tls.clientContext());
  }

  @AfterEach
  void stop() {
    SSLContext.setDefault(before);
    vertex.close();
    tls.close();
  }

  private ModelService service(String kind) {
    return switch (kind) {
      case "bedrock" ->
          BedrockService.create(
              new BedrockSettings("us-east-1", Optional.of(NOWHERE), CONNECT),
              new CachedAwsCredentials(silent()),
              Capabilities::unknown);
      case "azure" ->
          OpenAiService.create(
              OpenAiSettings.azure(NOWHERE, CONNECT),
              this.<String>silent()::await,
              Capabilities::unknown);
      default ->
          VertexService.create(
              new VertexSettings("my-project", "global", Optional.of(vertex.endpoint()), CONNECT),
              new CachedGoogleCredentials(silent()),
              Capabilities::unknown);
    };
  }

  private <T> CachedToken<T> silent() {
    return new CachedToken<>(
        new TokenKey("aws to azure", "", ""),
        () -> {
          throw new AssertionError("never run");
        },
        Clock.systemUTC(),
        exchange -> begun.countDown());
  }
}
