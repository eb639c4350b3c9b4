package dev.trefoil.emulators.identity.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TestIdentities;
import dev.trefoil.emulators.identity.TokenLedger.Exchange;
import java.time.Clock;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** AssumeRoleWithWebIdentity by AWS's own client. */
class WebIdentitiesTest {

  private final TestIdentities identities = new TestIdentities(Clock.systemUTC());

  @AfterEach
  void close() {
    identities.close();
  }

  private AssumeRoleWithWebIdentityResponse assume(
      String token, Consumer<AssumeRoleWithWebIdentityRequest.Builder> change) {
    try (StsClient sts = Sts.unsigned(identities)) {
      return sts.assumeRoleWithWebIdentity(
          r ->
              change.accept(
                  r.roleArn(identities.trust().roleArn())
                      .roleSessionName("trefoil")
                      .webIdentityToken(token)));
    }
  }

  private String refusal(String token, Consumer<AssumeRoleWithWebIdentityRequest.Builder> change) {
    StsException refusal = catchThrowableOfType(StsException.class, () -> assume(token, change));
    return refusal.statusCode() + " " + refusal.awsErrorDetails().errorCode();
  }

  private String google() {
    return identities.googleIdToken(identities.trust().awsAudience());
  }

  private String azure() {
    return identities.azureToken(identities.trust().applicationIdUri());
  }

  @Test
  void aServiceAccountsTokenGivesTheRolesKeys() {
    var answer = assume(google(), r -> {});
    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/trefoil-federated/trefoil");
    assertThat(answer.provider()).isEqualTo("https://accounts.google.com");
    assertThat(answer.subjectFromWebIdentityToken()).isEqualTo(GoogleMetadataEmulator.UNIQUE_ID);
    assertThat(answer.audience()).isEqualTo(GoogleMetadataEmulator.UNIQUE_ID);
    assertThat(known(answer.credentials()).origin())
        .isEqualTo(new Origin("https://accounts.google.com", GoogleMetadataEmulator.UNIQUE_ID));
  }

  @Test
  void aManagedIdentitysTokenGivesTheRolesKeys() {
    var answer = assume(azure(), r -> {});
    assertThat(answer.audience()).isEqualTo(identities.trust().applicationIdUri());
    assertThat(known(answer.credentials()).origin().subject())
        .isEqualTo(AzureIdentityEmulator.PRINCIPAL);
    AwsCredentials key = known(answer.credentials());
    assertThat(identities.all().bedrockKeys().allows(key.principal(), "bedrock:InvokeModel"))
        .isTrue();
    var session =
        AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    try (StsClient sts = Sts.with(identities, session)) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(key.principal());
    }
  }

  private AwsCredentials known(Credentials credentials) {
    return identities.all().bedrockKeys().find(credentials.accessKeyId()).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "google-metadata, WRONG_AUDIENCE, 403 AccessDenied",
    "google-metadata, WRONG_SUBJECT, 403 AccessDenied",
    "google-metadata, WRONG_ISSUER, 400 InvalidIdentityToken",
    "google-metadata, BAD_SIGNATURE, 400 InvalidIdentityToken",
    "google-metadata, EXPIRED, 400 ExpiredTokenException",
    "google-metadata, UNSIGNED, 400 InvalidIdentityToken",
    "azure-identity, WRONG_AUDIENCE, 400 InvalidIdentityToken",
    "azure-identity, WRONG_SUBJECT, 403 AccessDenied",
    "azure-identity, WRONG_ISSUER, 400 InvalidIdentityToken",
    "azure-identity, BAD_SIGNATURE, 400 InvalidIdentityToken",
    "azure-identity, EXPIRED, 400 ExpiredTokenException",
    "azure-identity, UNSIGNED, 400 InvalidIdentityToken"
  })
  void aFlawedTokenIsRefused(String service, Flaw flaw, String code) {
    identities.flaw(service, flaw);
    String token = service.equals(AzureIdentityEmulator.SERVICE) ? azure() : google();
    assertThat(refusal(token, r -> {})).isEqualTo(code);
    assertThat(identities.all().ledger().exchanges("aws-sts", "AssumeRoleWithWebIdentity"))
        .extracting(Exchange::outcome)
        .containsExactly(code.substring(4));
  }

  @Test
  void anAudienceOfNobodysIsRefused() {
    assertThat(refusal(identities.googleIdToken("https://else.example.com"), r -> {}))
        .isEqualTo("403 AccessDenied");
    assertThat(refusal(identities.azureToken("https://vault.azure.net"), r -> {}))
        .isEqualTo("400 InvalidIdentityToken");
  }

  @Test
  void anIssuerThatIsNotRegisteredIsRefused() {
    String token = Sts.outboundToken(identities, "a", "RS256");
    assertThat(refusal(token, r -> {})).isEqualTo("400 InvalidIdentityToken");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:role/trefoil-function",
    "arn:aws:iam::123456789012:role/nobody",
    "arn:aws:iam::999999999999:role/trefoil-federated"
  })
  void aRoleThatDoesNotTrustTheIdentityIsRefused(String role) {
    assertThat(refusal(google(), r -> r.roleArn(role))).isEqualTo("403 AccessDenied");
  }

  @Test
  void whatIsMalformedIsRefused() {
    assertThat(refusal("no token", r -> {})).isEqualTo("400 InvalidIdentityToken");
    assertThat(refusal(google(), r -> r.durationSeconds(899))).isEqualTo("400 ValidationError");
    assertThat(refusal(google(), r -> r.durationSeconds(43_201))).isEqualTo("400 ValidationError");
    assertThat(refusal(google(), r -> r.roleSessionName("a b"))).isEqualTo("400 ValidationError");
  }

  @Test
  void anIssuerThatIsDownCannotBeAsked() {
    String token = google();
    identities
        .all()
        .services()
        .get(EmulatedIdentities.ISSUERS)
        .controls()
        .fault(Fault.always(new Failure.Outage()));
    assertThat(refusal(token, r -> {})).isEqualTo("400 IDPCommunicationError");
  }

  @ParameterizedTest
  @CsvSource({"WRONG_SUBJECT", "WRONG_ISSUER"})
  void aFlawedKeyMayNotCallBedrock(Flaw flaw) {
    identities.flaw("aws-sts", flaw);
    AwsCredentials key = known(assume(google(), r -> {}).credentials());
    assertThat(identities.all().bedrockKeys().allows(key.principal(), "bedrock:InvokeModel"))
        .isFalse();
  }
}
