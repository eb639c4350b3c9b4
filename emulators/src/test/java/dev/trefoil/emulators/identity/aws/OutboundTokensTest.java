package dev.trefoil.emulators.identity.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.TestIdentities;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenRequest;
import software.amazon.awssdk.services.sts.model.StsException;

/** GetWebIdentityToken and GetCallerIdentity by AWS's own client. */
class OutboundTokensTest {

  private static final String AUDIENCE = "api://AzureADTokenExchange";

  private final TestIdentities identities = new TestIdentities(Clock.systemUTC());

  @AfterEach
  void close() {
    identities.close();
  }

  private static String code(StsClient sts, Consumer<GetWebIdentityTokenRequest.Builder> change) {
    try (sts) {
      StsException refusal =
          catchThrowableOfType(
              StsException.class,
              () ->
                  sts.getWebIdentityToken(
                      r -> change.accept(r.audience(AUDIENCE).signingAlgorithm("RS256"))));
      return refusal.statusCode() + " " + refusal.awsErrorDetails().errorCode();
    }
  }

  @Test
  void theTokenNamesTheRole() {
    try (StsClient sts = Sts.asFunction(identities)) {
      var answer =
          sts.getWebIdentityToken(
              r -> r.audience(AUDIENCE, "b").signingAlgorithm("RS256").durationSeconds(600));
      WebToken token = WebToken.read(answer.webIdentityToken()).orElseThrow();
      assertThat(token.algorithm()).isEqualTo("RS256");
      assertThat(token.issuer())
          .matches("https://[0-9a-f-]{36}\\.tokens\\.sts\\.global\\.api\\.aws");
      assertThat(token.audience()).containsExactly(AUDIENCE, "b");
      assertThat(token.subject()).isEqualTo("arn:aws:iam::123456789012:role/trefoil-function");
      assertThat(token.ends()).isEqualTo(answer.expiration());
      assertThat(Duration.between(token.begins(), token.ends())).isEqualTo(Duration.ofMinutes(10));
      assertThat(token.claims().getJWTID()).isNotBlank();
      assertThat(token.claims().getClaim("https://sts.amazonaws.com/"))
          .isEqualTo(
              Map.of(
                  "aws_account", "123456789012",
                  "source_region", "us-east-1",
                  "lambda_source_function_arn",
                      "arn:aws:lambda:us-east-1:123456789012:function:trefoil"));
      assertThat(identities.all().ledger().issued()).contains(answer.webIdentityToken());
    }
  }

  @Test
  void theOtherAlgorithmIsThereToo() {
    String token = Sts.outboundToken(identities, AUDIENCE, "ES384");
    assertThat(WebToken.read(token).orElseThrow().algorithm()).isEqualTo("ES384");
  }

  @Test
  void theCallerIsTold() {
    try (StsClient sts = Sts.asFunction(identities)) {
      var caller = sts.getCallerIdentity();
      assertThat(caller.arn()).isEqualTo(AwsContainerCredentialsEmulator.PRINCIPAL);
      assertThat(caller.account()).isEqualTo("123456789012");
    }
  }

  @ParameterizedTest
  @CsvSource({"59, RS256", "3601, RS256", "300, HS256"})
  void whatIsOutOfBoundsIsRefused(int seconds, String algorithm) {
    assertThat(
            code(
                Sts.asFunction(identities),
                r -> r.durationSeconds(seconds).signingAlgorithm(algorithm)))
        .isEqualTo("400 ValidationError");
  }

  @Test
  void anAudienceIsNeeded() {
    assertThat(code(Sts.asFunction(identities), r -> r.audience(new String[0])))
        .isEqualTo("400 ValidationError");
  }

  @Test
  void theAccountMayForbidIt() {
    identities.all().account().outboundFederation(false);
    assertThat(code(Sts.asFunction(identities), r -> {}))
        .isEqualTo("403 OutboundWebIdentityFederationDisabledException");
  }

  @Test
  void anUnsignedRequestIsRefused() {
    assertThat(code(Sts.unsigned(identities), r -> {})).isEqualTo("403 MissingAuthenticationToken");
  }

  @Test
  void aKeyThatWasNeverIssuedIsRefused() {
    var key = AwsSessionCredentials.create("ASIANOBODY", "s", "t");
    assertThat(code(Sts.with(identities, key), r -> {})).isEqualTo("403 InvalidClientTokenId");
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_SIGNATURE, 403 SignatureDoesNotMatch",
    "EXPIRED, 403 ExpiredToken",
    "UNSIGNED, 403 InvalidClientTokenId",
    "WRONG_AUDIENCE, 403 InvalidClientTokenId",
    "WRONG_SUBJECT, 403 AccessDenied",
    "WRONG_ISSUER, 403 AccessDenied"
  })
  void aFlawedKeyIsRefused(Flaw flaw, String code) {
    identities.flaw(AwsContainerCredentialsEmulator.SERVICE, flaw);
    assertThat(code(Sts.asFunction(identities), r -> {})).isEqualTo(code);
  }

  @Test
  void theGlobalHostDoesNotIssueTokens() {
    String body =
        "Action=GetWebIdentityToken&Version=2011-06-15&SigningAlgorithm=RS256&Audience.member.1=a";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(Sts.functionKey(identities))
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(URI.create("https://sts.amazonaws.com/"))
                                .putHeader("Host", "sts.amazonaws.com")
                                .putHeader("Content-Length", Integer.toString(bytes.length))
                                .build())
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    var head = new StringBuilder("POST / HTTP/1.1\r\n");
    request.forEachHeader(
        (name, values) ->
            values.forEach(v -> head.append(name).append(": ").append(v).append("\r\n")));
    RawHttp.Answer answer =
        RawHttp.send(
            identities.trust().awsSts(), head.append("\r\n").toString(), bytes, soFar -> false);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("<Code>InvalidAction</Code>").contains("global endpoint");
  }

  @Test
  void aRoleWithoutThePermissionIsRefused() {
    var federated = new AwsRole("123456789012", "trefoil-federated");
    var key =
        identities
            .all()
            .account()
            .issue(
                federated,
                "s",
                Duration.ofHours(1),
                AwsContainerCredentialsEmulator.ORIGIN,
                Optional.empty());
    var session =
        AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    assertThat(code(Sts.with(identities, session), r -> {})).isEqualTo("403 AccessDenied");
  }
}
