package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.trefoil.auth.AuthException.Kind;
import dev.trefoil.health.MovedClock;
import dev.trefoil.http.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The issuer's keys: kept, renewed, rotated, out of reach. */
class TrustedKeysTest {
  private static final RSAKey FIRST = key("first");
  private static final RSAKey SECOND = key("second");

  private final MovedClock clock = new MovedClock();
  private final Issuer issuer = new Issuer(FIRST);
  private final Authenticator jwt = authenticator(Optional.of(URI.create(issuer.url() + "/keys")));

  @AfterEach
  void end() {
    issuer.close();
  }

  @Test
  void keysAreFetchedOnceAndAgainWhenTheirTimeIsUp() throws AuthException {
    for (int i = 0; i < 5; i++) {
      jwt.authenticate(by(FIRST));
    }
    assertThat(issuer.fetches()).isEqualTo(1);

    clock.advance(TrustedKeys.KEPT.plusSeconds(1));
    jwt.authenticate(by(FIRST));
    jwt.authenticate(by(FIRST));

    assertThat(issuer.fetches()).isEqualTo(2);
  }

  @Test
  void aNewKeyIsFoundAtOnceAndAnOldOneForgottenInTime() throws AuthException {
    jwt.authenticate(by(FIRST));
    issuer.serves(SECOND);

    assertThat(jwt.authenticate(by(SECOND)).id()).isEqualTo("someone");
    assertThat(issuer.fetches()).isEqualTo(2);
    assertThat(refused(by(FIRST))).isEqualTo(Kind.INVALID);
  }

  @Test
  void madeUpKeysDoNotMakeUsFetchWithoutEnd() throws AuthException {
    jwt.authenticate(by(FIRST));
    for (int i = 0; i < 50; i++) {
      assertThat(refused(by(SECOND))).isEqualTo(Kind.INVALID);
    }

    assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
    assertThat(jwt.authenticate(by(FIRST)).id()).as("meanwhile").isEqualTo("someone");

    issuer.serves(SECOND);
    clock.advance(TrustedKeys.BETWEEN_FETCHES.plusSeconds(1));
    assertThat(jwt.authenticate(by(SECOND)).id()).as("soon after").isEqualTo("someone");
  }

  @Test
  void throughAnOutageTheLastGoodKeysServeForADay() throws AuthException {
    jwt.authenticate(by(FIRST));
    issuer.answers(503);

    for (int hour = 0; hour < 23; hour++) {
      clock.advance(Duration.ofHours(1));
      assertThat(jwt.authenticate(by(FIRST)).id()).isEqualTo("someone");
    }
    assertThat(refused(by(SECOND))).as("a key that nobody knows").isEqualTo(Kind.INVALID);

    clock.advance(Duration.ofHours(2));
    assertThat(refused(by(FIRST))).isEqualTo(Kind.UNAVAILABLE);

    issuer.answers(200);
    clock.advance(TrustedKeys.BETWEEN_FETCHES.plusSeconds(1));
    assertThat(jwt.authenticate(by(FIRST)).id()).isEqualTo("someone");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 500})
  void withoutKeysNothingCanBeSaidOfAToken(int status) {
    issuer.answers(status);

    for (int i = 0; i < 5; i++) {
      assertThat(refused(by(FIRST))).isEqualTo(Kind.UNAVAILABLE);
    }
    assertThat(issuer.fetches()).as("an issuer in trouble is left alone").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "not json", "[]", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"x\"}]}"})
  void whatIsNoSetOfKeysIsNone(String text) {
    issuer.servesText(text);

    assertThat(refused(by(FIRST))).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void keysOfKindsThatWeDoNotKnowDoNotSpoilTheOthers() throws AuthException {
    issuer.servesText(
        "{\"keys\":[{\"kty\":\"AKP\",\"kid\":\"pq\",\"alg\":\"ML-DSA-44\",\"pub\":\"AAAA\"},"
            + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"},"
            + FIRST.toPublicJWK().toJSONString()
            + "]}");

    assertThat(jwt.authenticate(by(FIRST)).id()).isEqualTo("someone");
  }

  @Test
  void anEndlessAnswerIsNotReadToItsEnd() {
    issuer.servesText("{\"keys\":[" + " ".repeat(300_000) + "]}");

    AuthException refusal =
        catchThrowableOfType(AuthException.class, () -> jwt.authenticate(by(FIRST)));
    assertThat(refusal.reason()).contains("more than 262144 bytes");
  }

  @Test
  void anAnswerThatDoesNotEndIsNotWaitedFor() {
    issuer.waitsFor(new CountDownLatch(1));
    JwksEndpoint endpoint =
        new JwksEndpoint(
            issuer.url(), Optional.of(URI.create(issuer.url() + "/keys")), Duration.ofMillis(200));

    assertThatExceptionOfType(JWKSetUnavailableException.class)
        .isThrownBy(() -> endpoint.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), 0, null))
        .withMessageContaining("takes longer than PT0.2S");
  }

  @Test
  void aServerThatIsNotThereIsNamedInTheLogOnly() {
    issuer.close();

    AuthException refusal =
        catchThrowableOfType(AuthException.class, () -> jwt.authenticate(by(FIRST)));
    assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refusal.reason()).contains(issuer.url());
    assertThat(refusal.getMessage()).doesNotContain("127.0.0.1");
  }

  @Test
  void callsAtTheSameTimeCauseOneFetch() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    issuer.waitsFor(gate);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Caller>> callers =
          IntStream.range(0, 32)
              .mapToObj(i -> threads.submit(() -> jwt.authenticate(by(FIRST))))
              .toList();
      gate.countDown();
      for (Future<Caller> caller : callers) {
        assertThat(caller.get().id()).isEqualTo("someone");
      }
    }
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void theIssuerSaysWhereItsKeysAre() throws AuthException {
    assertThat(authenticator(Optional.empty()).authenticate(by(FIRST)).id()).isEqualTo("someone");
  }

  @Test
  void anIssuerThatCallsItselfOtherwiseIsNotBelieved() {
    issuer.claimsToBe("https://evil.example");

    AuthException refusal =
        catchThrowableOfType(
            AuthException.class, () -> authenticator(Optional.empty()).authenticate(by(FIRST)));
    assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refusal.reason()).contains("another issuer");
    assertThat(issuer.fetches()).isZero();
  }

  private Kind refused(HttpCall call) {
    return catchThrowableOfType(AuthException.class, () -> jwt.authenticate(call)).kind();
  }

  private HttpCall by(RSAKey key) {
    String token =
        Issuer.sign(
            key,
            JWSAlgorithm.RS256,
            new JWTClaimsSet.Builder()
                .issuer(issuer.url())
                .audience("trefoil")
                .subject("someone")
                .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                .build());
    return Calls.with("authorization", "Bearer " + token);
  }

  private Authenticator authenticator(Optional<URI> jwks) {
    return Authenticators.of(
        new AuthSettings.Jwt(
            issuer.url(),
            Set.of("trefoil"),
            jwks,
            Set.of("RS256"),
            Duration.ofSeconds(60),
            Optional.empty(),
            "sub",
            Optional.empty(),
            Map.of(),
            Optional.empty()),
        clock);
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
