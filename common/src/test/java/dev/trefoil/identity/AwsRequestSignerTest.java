package dev.trefoil.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Signatures, checked by a verifier that computes them again from what is on the wire. */
class AwsRequestSignerTest {
  private static final String BODY = "{\"model\":\"us.openai.gpt-6-sol\",\"input\":\"ü 🍀\"}";

  private static final AwsKeyring RING =
      id ->
          id.equals("ASIAGOOD")
              ? Optional.of(
                  new AwsCredentials(
                      "ASIAGOOD", "secret", "token", Instant.MAX, "arn:aws:iam::1:role/r"))
              : Optional.empty();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1/responses",
        "https://bedrock-mantle.us-east-1.api.aws/v1/chat/completions",
        "http://127.0.0.1:8080/openai/v1/chat/completions",
        "http://127.0.0.1:8080/model/a%3Ab/x"
      })
  void aServiceTakesWhatIsSignedForIt(URI uri) throws ProviderException {
    assertThat(verdict(uri, "bedrock", "bedrock", BODY)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void anotherServiceDoesNot() throws ProviderException {
    URI uri = URI.create("https://bedrock-mantle.us-east-1.api.aws/openai/v1/responses");

    assertThat(verdict(uri, "bedrock", "bedrock-mantle", BODY))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains("'bedrock-mantle'"));
  }

  @Test
  void theBodyIsSignedToo() throws ProviderException {
    URI uri = URI.create("https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1/responses");

    assertThat(verdict(uri, "bedrock", "bedrock", BODY.replace("sol", "luna")))
        .isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void noKeyIsInTheHeadersAndTheHostIsTheClientsToWrite() throws ProviderException {
    Map<String, String> headers = signed(URI.create("https://h.example/p"), "bedrock");

    assertThat(headers.values()).noneMatch(value -> value.contains("secret"));
    assertThat(headers.keySet()).noneMatch(name -> name.equalsIgnoreCase("host"));
  }

  private static Map<String, String> signed(URI uri, String service) throws ProviderException {
    return TestSigners.aws(AwsSessionCredentials.create("ASIAGOOD", "secret", "token"), service)
        .headers(uri, BODY.getBytes(UTF_8), new Cancellation());
  }

  private static Verdict verdict(URI uri, String signedFor, String service, String arrived)
      throws ProviderException {
    Headers headers = Headers.of("Host", uri.getAuthority());
    signed(uri, signedFor).forEach(headers::add);
    return new SigV4Verifier(service, RING, Clock.systemUTC())
        .verify(new HttpRequest("POST", uri.getRawPath(), "", headers, arrived.getBytes(UTF_8)));
  }
}
