package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InternalException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.api.gax.rpc.UnavailableException;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.PredictionServiceClient;
import com.google.cloud.vertexai.api.PredictionServiceSettings;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Date;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the emulator's failures look through Google's own client. */
class VertexSdkTest {

  private static final Date FAR = new Date(4_000_000_000_000L);

  private final LoopbackTls tls = LoopbackTls.create();
  private final VertexEmulator emulator =
      VertexEmulator.start("vertex", BearerVerifier.accepting("good", "p"), tls);
  private final StringBuilder text = new StringBuilder();

  @AfterEach
  void close() {
    emulator.close();
    tls.close();
  }

  private PredictionServiceClient client(String token, boolean transparentRetry) {
    PredictionServiceSettings.Builder settings =
        PredictionServiceSettings.newBuilder()
            .setEndpoint(emulator.endpoint().getAuthority())
            .setCredentialsProvider(
                FixedCredentialsProvider.create(
                    GoogleCredentials.create(new AccessToken(token, FAR))))
            .setTransportChannelProvider(
                PredictionServiceSettings.defaultGrpcTransportProviderBuilder()
                    .setChannelConfigurator(
                        builder -> {
                          ((OkHttpChannelBuilder) builder)
                              .sslSocketFactory(tls.clientContext().getSocketFactory());
                          return transparentRetry ? builder : builder.disableRetry();
                        })
                    .build());
    try {
      return PredictionServiceClient.create(settings.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GenerateContentRequest request() {
    return GenerateContentRequest.newBuilder()
        .setModel("projects/p/locations/global/publishers/google/models/gemini-3.5-flash")
        .addContents(
            Content.newBuilder()
                .setRole("user")
                .addParts(Part.newBuilder().setText("one two three")))
        .build();
  }

  private void stream(PredictionServiceClient client) {
    for (GenerateContentResponse piece : client.streamGenerateContentCallable().call(request())) {
      piece
          .getCandidates(0)
          .getContent()
          .getPartsList()
          .forEach(part -> text.append(part.getText()));
    }
  }

  private void strike(Failure failure) {
    emulator.controls().fault(Fault.always(failure));
  }

  @Test
  void errorsAreTypedAndDetailed() {
    try (PredictionServiceClient client = client("good", false)) {
      strike(new Failure.Outage());
      assertThatThrownBy(() -> client.generateContent(request()))
          .isInstanceOf(UnavailableException.class);
      strike(new Failure.Throttle(OptionalInt.of(3)));
      assertThatThrownBy(() -> stream(client))
          .isInstanceOfSatisfying(
              ResourceExhaustedException.class,
              e ->
                  assertThat(e.getErrorDetails().getRetryInfo().getRetryDelay().getSeconds())
                      .isEqualTo(3));
      strike(new Failure.Malformed());
      assertThatThrownBy(() -> stream(client)).isInstanceOf(ApiException.class);
    }
    try (PredictionServiceClient stranger = client("bad", false)) {
      emulator.controls().clearFault();
      assertThatThrownBy(() -> stranger.generateContent(request()))
          .isInstanceOfSatisfying(
              UnauthenticatedException.class,
              e -> assertThat(e.getReason()).isEqualTo("ACCESS_TOKEN_TYPE_UNSUPPORTED"));
    }
  }

  @Test
  void aCutStreamIsUnavailableAfterItsTokens() {
    try (PredictionServiceClient client = client("good", false)) {
      strike(new Failure.Cut(2));
      assertThatThrownBy(() -> stream(client))
          .isInstanceOfAny(UnavailableException.class, InternalException.class);
      assertThat(text).hasToString("one two");
    }
  }

  /** The client library's own doing: whoever counts attempts must switch it off on the channel. */
  @Test
  void aResetIsRepeatedByGrpcItselfUnlessItIsTold() {
    emulator.controls().fault(Fault.next(1, new Failure.Reset()));
    try (PredictionServiceClient client = client("good", true)) {
      stream(client);
    }
    assertThat(text).hasToString("one two three");
    assertThat(emulator.controls().journal()).hasSize(2);

    emulator.controls().fault(Fault.next(1, new Failure.Reset()));
    try (PredictionServiceClient client = client("good", false)) {
      assertThatThrownBy(() -> stream(client)).isInstanceOf(UnavailableException.class);
    }
    assertThat(emulator.controls().journal()).hasSize(3);
  }
}
