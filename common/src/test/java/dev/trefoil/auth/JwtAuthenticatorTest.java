package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.trefoil.auth.AuthException.Kind;
import dev.trefoil.auth.AuthSettings.ClaimedRoutes;
import dev.trefoil.health.MovedClock;
import dev.trefoil.http.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an issuer whose keys come over HTTP. */
class JwtAuthenticatorTest {
  private static final RSAKey RSA = rsa("rsa-1");
  private static final RSAKey FOREIGN = rsa("rsa-1");
  private static final ECKey EC = ec("ec-1", Curve.P_256);
  private static final ECKey EC_384 = ec("ec-2", Curve.P_384);

  private final MovedClock clock = new MovedClock();
  private final Issuer issuer = new Issuer(RSA, EC, EC_384);
  private final Authenticator jwt = authenticator(settings -> settings);

  @AfterEach
  void end() {
    issuer.close();
  }

  private Authenticator authenticator(UnaryOperator<AuthSettings.Jwt> change) {
    return Authenticators.of(
        change.apply(
            new AuthSettings.Jwt(
                issuer.url(),
                Set.of("trefoil", "other-audience"),
                Optional.of(URI.create(issuer.url() + "/keys")),
                Set.copyOf(AuthSettings.Jwt.ALGORITHMS),
                Duration.ofSeconds(60),
                Optional.empty(),
                "sub",
                Optional.empty(),
                Map.of(),
                Optional.empty())),
        clock);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.url())
        .audience("trefoil")
        .subject("team-a")
        .issueTime(in(0))
        .notBeforeTime(in(0))
        .expirationTime(in(300));
  }

  private Date in(long seconds) {
    return Date.from(clock.instant().plusSeconds(seconds));
  }

  private String good() {
    return Issuer.sign(RSA, JWSAlgorithm.RS256, claims().build());
  }

  @ParameterizedTest
  @CsvSource({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
  void aTokenOfTheIssuerTellsWhoCalls(String algorithm) throws AuthException {
    JWK key = algorithm.equals("ES256") ? EC : algorithm.equals("ES384") ? EC_384 : RSA;
    String token = Issuer.sign(key, JWSAlgorithm.parse(algorithm), claims().build());

    assertThat(jwt.authenticate(bearer(token))).isEqualTo(new Caller("team-a"));
  }

  @Test
  void aTokensSubjectIsNotTheQueue() throws AuthException {
    assertThat(jwt.authenticate(bearer(signed(c -> c.subject("queue")))).id())
        .isEqualTo("named:queue");
  }

  @Test
  void anAccessTokenMaySayThatItIsOneAndAKeyNeedNotBeNamed() throws AuthException {
    for (JWSHeader header :
        List.of(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID("rsa-1")
                .build(),
            new JWSHeader.Builder(JWSAlgorithm.RS256).build())) {
      assertThat(jwt.authenticate(bearer(Issuer.sign(RSA, header, claims().build()))).id())
          .isEqualTo("team-a");
    }
  }

  @Test
  void clocksMayDifferByTheSkewAndNoMore() throws AuthException {
    assertThat(jwt.authenticate(bearer(signed(c -> c.expirationTime(in(-59))))).id())
        .isEqualTo("team-a");
    assertThat(jwt.authenticate(bearer(signed(c -> c.notBeforeTime(in(59))))).id())
        .isEqualTo("team-a");
    assertRefused(signed(c -> c.expirationTime(in(-61))), "Expired JWT");
    assertRefused(signed(c -> c.notBeforeTime(in(61))), "JWT before use time");
  }

  @Test
  void aTokenThatWasGoodExpires() throws AuthException {
    String token = good();
    jwt.authenticate(bearer(token));

    clock.advance(Duration.ofSeconds(361));

    assertRefused(token, "Expired JWT");
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        wrong("another issuer", c -> c.issuer("https://evil.example"), "iss claim"),
        wrong("no issuer", c -> c.issuer(null), "[iss]"),
        wrong("another audience", c -> c.audience("someone-else"), "aud claim"),
        wrong("no audience", c -> c.audience((String) null), "required aud"),
        wrong("no expiry", c -> c.expirationTime(null), "[exp]"),
        wrong("no subject", c -> c.subject(null), "names nobody"),
        wrong("a blank subject", c -> c.subject(" "), "names nobody"));
  }

  private static Arguments wrong(
      String what, UnaryOperator<JWTClaimsSet.Builder> change, String reason) {
    return Arguments.of(what, change, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongClaims")
  void aTokenWithWrongClaimsIsRefused(
      String what, UnaryOperator<JWTClaimsSet.Builder> change, String reason) {
    assertRefused(signed(change), reason);
  }

  @Test
  void oneOfSeveralAudiencesIsEnough() throws AuthException {
    assertThat(
            jwt.authenticate(bearer(signed(c -> c.audience(List.of("x", "other-audience"))))).id())
        .isEqualTo("team-a");
  }

  @Test
  void aSignatureThatIsNotTheIssuersIsRefused() throws JOSEException {
    String token = good();
    String[] parts = token.split("\\.");
    String otherClaims =
        new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims().subject("root").build())
            .getPayload()
            .toBase64URL()
            .toString();
    assertRefused(parts[0] + "." + otherClaims + "." + parts[2], "Invalid signature");
    assertRefused(parts[0] + "." + parts[1] + ".AAAA", "");
    assertRefused(parts[0] + "." + parts[1] + ".", "");
    assertRefused(parts[0] + "." + parts[1] + ".SIGNATURE_REMOVED_BY_GOOGLE", "");
    assertRefused(Issuer.sign(FOREIGN, JWSAlgorithm.RS256, claims().build()), "Invalid signature");
    assertRefused(
        Issuer.sign(rsa("unknown"), JWSAlgorithm.RS256, claims().build()), "no matching key");
  }

  @Test
  void unsignedTokensAndSymmetricSignaturesAreRefused() throws JOSEException {
    assertRefused(new PlainJWT(claims().build()).serialize(), "");
    for (byte[] secret :
        List.of(
            RSA.toRSAPublicKey().getEncoded(),
            pem(RSA).getBytes(StandardCharsets.UTF_8),
            RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), claims().build());
      token.sign(new MACSigner(secret));
      assertRefused(token.serialize(), "algorithm expected, or no matching key");
    }
  }

  @Test
  void onlyTheAlgorithmsOfTheConfigurationAreTaken() {
    Authenticator narrow =
        authenticator(
            s ->
                new AuthSettings.Jwt(
                    s.issuer(),
                    s.audiences(),
                    s.jwks(),
                    Set.of("ES256"),
                    s.clockSkew(),
                    s.header(),
                    s.nameClaim(),
                    s.tenantClaim(),
                    s.required(),
                    s.routes()));

    assertThat(refusal(narrow, bearer(good())).kind()).isEqualTo(Kind.INVALID);
  }

  /** Keys that a token brings along are nobody's. */
  @Test
  void aKeyInTheTokenItselfIsNotTaken() {
    RSAKey own = rsa("own");
    String token =
        Issuer.sign(
            own,
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("own")
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                .build(),
            claims().build());

    assertRefused(token, "no matching key");
  }

  @ParameterizedTest
  @CsvSource({"x", "a.b", "a.b.c", "a.b.c.d.e", "..", "'{}'", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"})
  void whatIsNoTokenIsRefused(String text) {
    assertRefused(text, "");
  }

  @ParameterizedTest
  @CsvSource({"Authorization", "api-key", "x-api-key"})
  void aTokenComesWhereAClientHasItsKey(String header) throws AuthException {
    String prefix = header.equals("Authorization") ? "Bearer " : "";

    assertThat(jwt.authenticate(Calls.with(header, prefix + good())).id()).isEqualTo("team-a");
  }

  @Test
  void withoutATokenNobodyIsKnown() {
    assertThat(refusal(jwt, Calls.with("x-other", good())).kind()).isEqualTo(Kind.MISSING);
    assertThat(refusal(jwt, Calls.with("authorization", good())).kind()).isEqualTo(Kind.MISSING);
    assertThat(issuer.fetches()).as("nothing to check, nothing to fetch").isZero();
  }

  @Test
  void aTokenOfAnyShapeIsAnsweredAndNeverQuoted() {
    Random random = new Random(7);
    String token = good();
    for (int i = 0; i < 3000; i++) {
      char[] broken = token.toCharArray();
      for (int j = 0; j <= random.nextInt(4); j++) {
        broken[random.nextInt(broken.length)] = (char) (33 + random.nextInt(94));
      }
      String text =
          new String(broken, 0, random.nextInt(10) == 0 ? broken.length / 2 : broken.length);
      try {
        assertThat(jwt.authenticate(bearer(text)).id()).isEqualTo("team-a");
      } catch (AuthException e) {
        assertThat(e.kind()).isEqualTo(Kind.INVALID);
        assertThat(e.reason()).doesNotContain(text.substring(0, 20));
      }
    }
    for (String part : List.of("[", "{\"a\":")) {
      String deep =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(part.repeat(10_000 / part.length()).getBytes(StandardCharsets.UTF_8));
      assertRefused(deep + "." + deep + ".AAAA", "");
    }
    assertRefused("a".repeat(20_000), "more than");
  }

  @Test
  void aClaimNamesTheCallerAndTheSubjectWhereItIsMissing() throws AuthException {
    Authenticator named =
        authenticator(s -> with(s, "email", Map.of(), Optional.empty(), Optional.empty()));

    assertThat(named.authenticate(bearer(signed(c -> c.claim("email", "a@b.example")))).id())
        .isEqualTo("a@b.example");
    assertThat(named.authenticate(bearer(good())).id()).isEqualTo("team-a");
  }

  @Test
  void requiredClaimsAreRequired() throws AuthException {
    Authenticator strict =
        authenticator(
            s ->
                with(
                    s,
                    "sub",
                    Map.of("tid", "t-1", "roles", "llm"),
                    Optional.empty(),
                    Optional.empty()));

    assertThat(
            strict
                .authenticate(
                    bearer(signed(c -> c.claim("tid", "t-1").claim("roles", List.of("x", "llm")))))
                .id())
        .isEqualTo("team-a");
    for (String token :
        List.of(
            good(),
            signed(c -> c.claim("tid", "t-1")),
            signed(c -> c.claim("tid", "t-2").claim("roles", List.of("llm"))),
            signed(c -> c.claim("tid", "t-1").claim("roles", List.of("llm2"))),
            signed(c -> c.claim("tid", Map.of("t-1", "t-1")).claim("roles", "llm")))) {
      AuthException refusal = refusal(strict, bearer(token));
      assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
      assertThat(refusal).hasMessage("Incorrect token provided.");
    }
  }

  @Test
  void aClaimSaysWhatMayBeAskedFor() throws AuthException {
    Authenticator limited =
        authenticator(
            s ->
                with(
                    s,
                    "sub",
                    Map.of(),
                    Optional.of(
                        new ClaimedRoutes(
                            "roles",
                            Map.of("chatters", List.of("chat"), "all", List.of("*", "*/*")))),
                    Optional.empty()));

    Caller chatter =
        limited.authenticate(bearer(signed(c -> c.claim("roles", List.of("x", "chatters")))));
    assertThat(chatter.allows("chat")).isTrue();
    assertThat(chatter.allows("embed")).isFalse();
    Caller both =
        limited.authenticate(bearer(signed(c -> c.claim("roles", List.of("chatters", "all")))));
    assertThat(both.allows("azure/gpt-5.4")).isTrue();
    Caller named = limited.authenticate(bearer(signed(c -> c.claim("roles", "Ann all"))));
    assertThat(named.allows("chat")).as("words of a text that is no scope").isFalse();
    assertThat(limited.authenticate(bearer(good())).allows("chat")).isFalse();
  }

  @Test
  void aScopeIsAListOfWords() throws AuthException {
    Authenticator scoped =
        authenticator(
            s -> with(s, "sub", Map.of("scope", "llm"), Optional.empty(), Optional.empty()));

    assertThat(scoped.authenticate(bearer(signed(c -> c.claim("scope", "openid llm")))).id())
        .isEqualTo("team-a");
    assertThat(refusal(scoped, bearer(signed(c -> c.claim("scope", "openid llm2")))).kind())
        .isEqualTo(Kind.INVALID);
  }

  @Test
  void aTokenCanComeInAHeaderOfItsDoor() throws AuthException {
    Authenticator iap =
        authenticator(
            s ->
                with(
                    s, "sub", Map.of(), Optional.empty(), Optional.of("x-goog-iap-jwt-assertion")));

    assertThat(iap.authenticate(Calls.with("X-Goog-IAP-JWT-Assertion", good())).id())
        .isEqualTo("team-a");
    assertThat(refusal(iap, bearer(good())).kind()).isEqualTo(Kind.MISSING);
  }

  @Test
  void aTokenTellsItsCallersTenantByAClaim() throws AuthException {
    Authenticator tenants = authenticator(s -> withTenants(s, "tid"));

    assertThat(tenants.authenticate(bearer(signed(c -> c.claim("tid", "acme")))))
        .isEqualTo(Caller.of("team-a", Optional.of("acme"), Optional.empty()));
  }

  @Test
  void aTokenThatNamesNoTenantIsRefusedWhereTokensHaveTo() {
    Authenticator tenants = authenticator(s -> withTenants(s, "tid"));

    assertThat(refusal(tenants, bearer(good())).kind()).isEqualTo(Kind.INVALID);
    for (Object odd : List.of("", " ", "two words", "a\nb", "x".repeat(129), 7, List.of("acme"))) {
      AuthException refused = refusal(tenants, bearer(signed(c -> c.claim("tid", odd))));
      assertThat(refused.kind()).as("%s", odd).isEqualTo(Kind.INVALID);
      assertThat(refused.reason()).contains("tid names no tenant");
    }
  }

  @Test
  void noHeaderAndNoOtherClaimMakesATenant() throws AuthException {
    HttpCall call =
        Calls.with("Authorization", "Bearer " + signed(c -> c.claim("tenant", "other")));
    call.headers().set("x-trefoil-tenant", "other").set("x-tenant-id", "other");

    assertThat(jwt.authenticate(call).tenant()).isEmpty();
  }

  private static AuthSettings.Jwt withTenants(AuthSettings.Jwt s, String claim) {
    return new AuthSettings.Jwt(
        s.issuer(),
        s.audiences(),
        s.jwks(),
        s.algorithms(),
        s.clockSkew(),
        s.header(),
        s.nameClaim(),
        Optional.of(claim),
        s.required(),
        s.routes());
  }

  private static AuthSettings.Jwt with(
      AuthSettings.Jwt s,
      String name,
      Map<String, String> required,
      Optional<ClaimedRoutes> routes,
      Optional<String> header) {
    return new AuthSettings.Jwt(
        s.issuer(),
        s.audiences(),
        s.jwks(),
        s.algorithms(),
        s.clockSkew(),
        header,
        name,
        Optional.empty(),
        required,
        routes);
  }

  private String signed(UnaryOperator<JWTClaimsSet.Builder> change) {
    return Issuer.sign(RSA, JWSAlgorithm.RS256, change.apply(claims()).build());
  }

  private void assertRefused(String token, String reason) {
    AuthException refusal = refusal(jwt, bearer(token));
    assertThat(refusal.kind()).as(refusal.reason()).isEqualTo(Kind.INVALID);
    assertThat(refusal)
        .as("the same words for every fault")
        .hasMessage("Incorrect token provided.");
    assertThat(refusal.reason()).contains(reason);
  }

  private static AuthException refusal(Authenticator authenticator, HttpCall call) {
    AuthException refusal =
        catchThrowableOfType(AuthException.class, () -> authenticator.authenticate(call));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static HttpCall bearer(String token) {
    return Calls.with("authorization", "Bearer " + token);
  }

  private static String pem(RSAKey key) throws JOSEException {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.toRSAPublicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(String id, Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
