package dev.trefoil.emulators.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.TokenLedger.Exchange;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble at the token services. */
class TokenServerTest {

  private final TestIdentities identities = new TestIdentities(new MovingClock());

  @AfterEach
  void close() {
    identities.close();
  }

  private Controls controls(String service) {
    return identities.all().services().get(service).controls();
  }

  private RawHttp.Answer raw() {
    String host = identities.all().environment(HostCloud.GCP).get("GCE_METADATA_HOST");
    String head =
        """
        GET /computeMetadata/v1/instance/service-accounts/default/token HTTP/1.1\r
        host: metadata\r
        metadata-flavor: Google\r
        \r
        """;
    return RawHttp.send(URI.create("http://" + host), head, new byte[0], soFar -> true);
  }

  private List<String> outcomes() {
    return identities.all().ledger().exchanges().stream().map(Exchange::outcome).toList();
  }

  @Test
  void everyServiceCanBeSteeredByItsName() {
    assertThat(identities.all().services())
        .containsOnlyKeys(
            "aws-credentials",
            "aws-sts",
            "azure-identity",
            "entra",
            "google-metadata",
            "google-sts",
            "issuers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-sts", "entra", "google-sts"})
  void anOutageIsEachVendorsOwn(String service) {
    controls(service).fault(Fault.next(1, new Failure.Outage()));
    URI uri =
        switch (service) {
          case "aws-sts" -> identities.trust().awsSts();
          case "entra" ->
              identities
                  .trust()
                  .authorityHost()
                  .resolve(identities.trust().tenantId() + "/oauth2/v2.0/token");
          default -> identities.trust().googleTokenUrl();
        };
    HttpResponse<String> down = identities.post(uri, Map.of("Action", "GetCallerIdentity"));
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.body())
        .containsAnyOf("<Code>ServiceUnavailable</Code>", "AADSTS90033", "temporarily_unavailable");
    assertThat(identities.post(uri, Map.of("Action", "GetCallerIdentity")).statusCode())
        .isLessThan(500);
    assertThat(outcomes().getFirst()).isEqualTo("outage");
  }

  @Test
  void aHintComesWithAThrottle() {
    controls("google-metadata").fault(Fault.next(1, new Failure.Throttle(OptionalInt.of(7))));
    HttpResponse<String> response = identities.metadata("token");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).contains("7");
  }

  @Test
  void anErrorIsWhatItIsTold() {
    controls("azure-identity")
        .fault(Fault.next(1, new Failure.NativeError(410, Optional.of(Json.of("{'x': 'y'}")))));
    Map<String, String> azure = identities.all().environment(HostCloud.AZURE);
    HttpResponse<String> response = identities.get(azure.get("IDENTITY_ENDPOINT"));
    assertThat(response.statusCode()).isEqualTo(410);
    assertThat(response.body()).isEqualTo("{\"x\":\"y\"}");
  }

  @Test
  void connectionsBreakAndStall() {
    controls("google-metadata").fault(Fault.next(1, new Failure.Reset()));
    assertThat(raw().end()).isEqualTo(RawHttp.End.RESET);
    controls("google-metadata").fault(Fault.next(1, new Failure.Cut(0)));
    assertThat(raw().end()).isEqualTo(RawHttp.End.CLOSED);
    controls("google-metadata").fault(Fault.next(1, new Failure.Malformed()));
    assertThat(new String(raw().body(), StandardCharsets.UTF_8))
        .startsWith("{")
        .doesNotContain("}");
    assertThat(raw().end()).isIn(RawHttp.End.WHOLE, RawHttp.End.OPEN);
    assertThat(outcomes()).containsExactly("reset", "issued", "issued", "issued");
  }

  @Test
  void aFlawStrikesWhatIsIssuedAsOftenAsItIsTold() {
    controls("google-metadata").fault(Fault.next(1, new Failure.Flawed(Flaw.WRONG_AUDIENCE)));
    identities.metadata("email");
    assertThat(audience(identities.googleIdToken("us"))).containsExactly("api://someone-else");
    assertThat(audience(identities.googleIdToken("us"))).containsExactly("us");
  }

  private static List<String> audience(String token) {
    return WebToken.read(token).orElseThrow().audience();
  }

  @Test
  void onlyTokenServicesIssueFlawedTokensAndOnlyModelsHaveAContext() {
    assertThatThrownBy(() -> new Controls().fault(Fault.always(new Failure.Flawed(Flaw.EXPIRED))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kind: 'flawed' cannot befall a model service");
    assertThatThrownBy(() -> controls("entra").fault(Fault.always(new Failure.ContextLength())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kind: 'context_length' cannot befall a token service");
  }

  @Test
  void answersWaitForTheirPace() throws Exception {
    var gate = new CountDownLatch(1);
    controls("google-metadata").pace(token -> gate.await());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> tokens = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tokens.add(threads.submit(identities::googleAccessToken));
      }
      assertThat(tokens).noneMatch(Future::isDone);
      gate.countDown();
      for (Future<String> token : tokens) {
        assertThat(token.get()).isEqualTo(tokens.getFirst().get()).isNotEmpty();
      }
    }
    assertThat(identities.all().ledger().exchanges("google-metadata", "token")).hasSize(8);
  }
}
