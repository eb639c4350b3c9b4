package dev.trefoil.emulators.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each cloud gives to its own functions, as the vendors' documents describe it. */
class IdentityEndpointsTest {

  private final MovingClock clock = new MovingClock();
  private final TestIdentities identities = new TestIdentities(clock);

  @AfterEach
  void close() {
    identities.close();
  }

  private Map<String, String> environment(HostCloud host) {
    return identities.all().environment(host);
  }

  @Test
  void aHostGivesItsOwnIdentityAndNoOther() {
    assertThat(environment(HostCloud.AWS))
        .containsOnlyKeys(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_REGION");
    assertThat(environment(HostCloud.AZURE))
        .containsOnlyKeys("IDENTITY_ENDPOINT", "IDENTITY_HEADER");
    assertThat(environment(HostCloud.GCP)).containsOnlyKeys("GCE_METADATA_HOST");
    assertThat(identities.all().loopback())
        .containsOnlyKeys("AWS_ENDPOINT_URL_STS", "AZURE_AUTHORITY_HOST");
  }

  @Test
  void awsGivesAKeyToTheHolderOfTheToken() {
    String uri = environment(HostCloud.AWS).get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    String token = environment(HostCloud.AWS).get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    JsonNode json = Json.node(identities.get(uri, "Authorization", token).body());
    AwsCredentials issued =
        identities.all().bedrockKeys().find(json.path("AccessKeyId").asText()).orElseThrow();
    assertThat(json.path("SecretAccessKey").asText()).isEqualTo(issued.secretAccessKey());
    assertThat(json.path("Token").asText()).isEqualTo(issued.sessionToken());
    assertThat(json.path("RoleArn").asText())
        .isEqualTo("arn:aws:iam::123456789012:role/trefoil-function");
    assertThat(json.path("Expiration").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(identities.get(uri).statusCode()).isEqualTo(401);
    assertThat(identities.get(uri, "Authorization", "wrong").statusCode()).isEqualTo(401);
    assertThat(identities.get(uri + "/x", "Authorization", token).statusCode()).isEqualTo(404);
  }

  @Test
  void awsRenewsItsKeyBeforeItExpiresAndKnowsTheOldOne() {
    identities.all().lifetime().fix(Duration.ofMinutes(10));
    AwsCredentials first = identities.all().aws().issue();
    clock.advance(Duration.ofMinutes(8));
    assertThat(identities.all().aws().issue()).isSameAs(first);
    clock.advance(Duration.ofMinutes(1));
    assertThat(identities.all().aws().issue()).isNotEqualTo(first);
    assertThat(identities.all().bedrockKeys().find(first.accessKeyId())).contains(first);
  }

  @Test
  void azureGivesAToken() {
    WebToken token =
        WebToken.read(identities.azureToken("https://cognitiveservices.azure.com/")).orElseThrow();
    String tenant = identities.trust().tenantId();
    assertThat(token.algorithm()).isEqualTo("RS256");
    assertThat(token.issuer()).isEqualTo("https://sts.windows.net/" + tenant + "/");
    assertThat(token.audience()).containsExactly("https://cognitiveservices.azure.com");
    assertThat(token.subject())
        .isEqualTo(token.text("oid"))
        .isEqualTo(AzureIdentityEmulator.PRINCIPAL);
    assertThat(token.text("tid")).isEqualTo(tenant);
    assertThat(token.text("ver")).isEqualTo("1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "?api-version=2019-08-01&resource=https://vault.azure.net, right, 200",
    "?api-version=2019-08-01&resource=https://vault.azure.net, wrong, 401",
    "?api-version=2017-09-01&resource=https://vault.azure.net, right, 400",
    "?resource=https://vault.azure.net, right, 400",
    "?api-version=2019-08-01, right, 400",
    "?api-version=2019-08-01&resource=https://unknown.example.com, right, 400",
    "?api-version=2019-08-01&resource=https://vault.azure.net&client_id=nobody, right, 400",
    "/x?api-version=2019-08-01&resource=https://vault.azure.net, right, 404"
  })
  void azureChecksWhatItIsAsked(String suffix, String header, int status) {
    Map<String, String> azure = environment(HostCloud.AZURE);
    String value = header.equals("right") ? azure.get("IDENTITY_HEADER") : header;
    String uri = azure.get("IDENTITY_ENDPOINT") + suffix;
    assertThat(identities.get(uri, "X-IDENTITY-HEADER", value).statusCode()).isEqualTo(status);
  }

  @Test
  void azureTokensAreForTheirResourceAndTheirTime() {
    BearerVerifier verifier = identities.all().azureOpenAiTokens();
    String good = identities.azureToken(AzureIdentityEmulator.COGNITIVE_SERVICES);
    Origin origin =
        new Origin(
            "https://sts.windows.net/" + identities.trust().tenantId() + "/",
            AzureIdentityEmulator.PRINCIPAL);
    assertThat(verifier.verify(good))
        .isEqualTo(new Verdict.Accepted(AzureIdentityEmulator.PRINCIPAL, origin));
    assertThat(verifier.verify(identities.azureToken("https://vault.azure.net")))
        .isInstanceOf(Verdict.Rejected.class);
    assertThat(verifier.verify("made-up")).isInstanceOf(Verdict.Rejected.class);
    clock.advance(Duration.ofHours(25));
    assertThat(verifier.verify(good)).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void aUserAssignedIdentityIsSomeoneElse() {
    Map<String, String> azure = environment(HostCloud.AZURE);
    String uri =
        azure.get("IDENTITY_ENDPOINT")
            + "?api-version=2019-08-01&resource=https://cognitiveservices.azure.com&client_id="
            + AzureIdentityEmulator.USER_ASSIGNED_CLIENT_ID;
    JsonNode json =
        Json.node(identities.get(uri, "X-IDENTITY-HEADER", azure.get("IDENTITY_HEADER")).body());
    assertThat(identities.all().azureOpenAiTokens().verify(json.path("access_token").asText()))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            verdict -> assertThat(verdict.code()).isEqualTo("PermissionDenied"));
  }

  @Test
  void googleGivesAnAccessTokenToWhoBearsTheFlavour() {
    HttpResponse<String> response = identities.metadata("token?scopes=a");
    assertThat(response.headers().firstValue("metadata-flavor")).contains("Google");
    JsonNode json = Json.node(response.body());
    assertThat(json.path("expires_in").asInt()).isEqualTo(3_600);
    assertThat(identities.all().vertexTokens().verify(json.path("access_token").asText()))
        .isInstanceOfSatisfying(
            Verdict.Accepted.class,
            verdict -> assertThat(verdict.principal()).isEqualTo(GoogleMetadataEmulator.PRINCIPAL));
    String uri =
        "http://%s/computeMetadata/v1/instance/service-accounts/default/token"
            .formatted(environment(HostCloud.GCP).get("GCE_METADATA_HOST"));
    assertThat(identities.get(uri).statusCode()).isEqualTo(403);
    assertThat(
            identities
                .get(uri, "Metadata-Flavor", "Google", "X-Forwarded-For", "1.2.3.4")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void googleGivesAnIdTokenForAnAudience() {
    WebToken token =
        WebToken.read(identities.googleIdToken("https://us.example.com")).orElseThrow();
    assertThat(token.algorithm()).isEqualTo("RS256");
    assertThat(token.issuer()).isEqualTo("https://accounts.google.com");
    assertThat(token.audience()).isEqualTo(List.of("https://us.example.com"));
    assertThat(token.subject())
        .isEqualTo(token.text("azp"))
        .isEqualTo(GoogleMetadataEmulator.UNIQUE_ID);
    assertThat(token.text("email")).isEqualTo(GoogleMetadataEmulator.PRINCIPAL);
    assertThat(Duration.between(token.begins(), token.ends())).isEqualTo(Duration.ofHours(1));
    assertThat(identities.metadata("identity").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "/computeMetadata/v1/project/project-id, 200, my-project",
    "/computeMetadata/v1/instance/service-accounts/default/email, 200, "
        + GoogleMetadataEmulator.PRINCIPAL,
    "/computeMetadata/v1/universe/universe-domain, 200, googleapis.com",
    "/, 200, computeMetadata/",
    "/computeMetadata/v1/instance/service-accounts/other/token, 404, Not found."
  })
  void googleTells(String path, int status, String text) {
    String root = "http://" + environment(HostCloud.GCP).get("GCE_METADATA_HOST");
    HttpResponse<String> response = identities.get(root + path, "Metadata-Flavor", "Google");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body().strip()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"Bearer t, true", "bearer t, true", "Bearer u, false", "Basic t, false", "t, false"})
  void aBearerHeaderIsWhatItSays(String header, boolean accepted) {
    Verdict verdict = BearerVerifier.accepting("t", "p").verifyHeader(Optional.of(header));
    assertThat(verdict instanceof Verdict.Accepted).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_AUDIENCE, invalid_token",
    "WRONG_SUBJECT, PermissionDenied",
    "WRONG_ISSUER, invalid_token",
    "BAD_SIGNATURE, invalid_token",
    "EXPIRED, invalid_token",
    "UNSIGNED, invalid_token"
  })
  void azureOpenAiTakesNoFlawedToken(Flaw flaw, String code) {
    identities.flaw(AzureIdentityEmulator.SERVICE, flaw);
    String token = identities.azureToken(AzureIdentityEmulator.COGNITIVE_SERVICES);
    assertThat(identities.all().azureOpenAiTokens().verify(token))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, verdict -> assertThat(verdict.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_AUDIENCE, ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "WRONG_SUBJECT, IAM_PERMISSION_DENIED",
    "WRONG_ISSUER, IAM_PERMISSION_DENIED",
    "BAD_SIGNATURE, invalid_token",
    "EXPIRED, invalid_token",
    "UNSIGNED, invalid_token"
  })
  void vertexTakesNoFlawedToken(Flaw flaw, String code) {
    identities.flaw(GoogleMetadataEmulator.SERVICE, flaw);
    assertThat(identities.all().vertexTokens().verify(identities.googleAccessToken()))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, verdict -> assertThat(verdict.code()).isEqualTo(code));
  }

  @Test
  void whatIsRevokedIsWorthlessAndWhatComesAfterIsNot() {
    String azure = identities.azureToken(AzureIdentityEmulator.COGNITIVE_SERVICES);
    String google = identities.googleAccessToken();
    AwsCredentials aws = identities.all().aws().issue();
    identities.all().revokeIssued();
    assertThat(identities.all().azureOpenAiTokens().verify(azure))
        .isInstanceOf(Verdict.Rejected.class);
    assertThat(identities.all().vertexTokens().verify(google)).isInstanceOf(Verdict.Rejected.class);
    assertThat(identities.all().bedrockKeys().find(aws.accessKeyId())).isEmpty();
    String fresh = identities.googleAccessToken();
    assertThat(identities.all().vertexTokens().verify(fresh)).isInstanceOf(Verdict.Accepted.class);
    assertThat(identities.all().ledger().issued())
        .contains(azure, google, aws.secretAccessKey(), aws.sessionToken(), fresh);
  }

  @Test
  void theLedgerTellsWhatWasAsked() {
    identities.googleAccessToken();
    identities.metadata("identity");
    assertThat(identities.all().ledger().exchanges())
        .extracting(
            TokenLedger.Exchange::service,
            TokenLedger.Exchange::operation,
            TokenLedger.Exchange::outcome)
        .containsExactly(
            tuple("google-metadata", "token", "issued"),
            tuple("google-metadata", "identity", "400"));
  }
}
