package dev.trefoil.emulators.identity.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.AwsSecurityCredentials;
import com.google.auth.oauth2.AwsSecurityCredentialsSupplier;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.google.auth.oauth2.IdentityPoolCredentials;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TestIdentities;
import dev.trefoil.emulators.identity.TokenLedger.Exchange;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.aws.AwsRole;
import dev.trefoil.emulators.identity.aws.Sts;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Google's token exchange by Google's own client, and in the raw where it must refuse. */
class GoogleStsEmulatorTest {

  private static final String AWS_REQUEST = "urn:ietf:params:aws:token-type:aws4_request";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final TestIdentities identities = new TestIdentities(Clock.systemUTC());

  @AfterEach
  void close() {
    identities.close();
  }

  private HttpTransportFactory transport() {
    return () ->
        new NetHttpTransport.Builder()
            .setSslSocketFactory(identities.tls().clientContext().getSocketFactory())
            .build();
  }

  private AwsCredentials aws(AwsSessionCredentials key, String audience) {
    return AwsCredentials.newBuilder()
        .setHttpTransportFactory(transport())
        .setAwsSecurityCredentialsSupplier(new Given(key))
        .setAudience(audience)
        .setSubjectTokenType(AWS_REQUEST)
        .setTokenUrl(identities.trust().googleTokenUrl().toString())
        .build();
  }

  private AwsCredentials aws() {
    return aws(Sts.functionKey(identities), identities.trust().awsPoolProvider());
  }

  private ExternalAccountCredentials azure() {
    return IdentityPoolCredentials.newBuilder()
        .setHttpTransportFactory(transport())
        .setSubjectTokenSupplier(
            context -> identities.azureToken(identities.trust().applicationIdUri()))
        .setAudience(identities.trust().azurePoolProvider())
        .setSubjectTokenType(JWT)
        .setTokenUrl(identities.trust().googleTokenUrl().toString())
        .build();
  }

  private Verdict atVertex(ExternalAccountCredentials credentials) throws IOException {
    return identities.all().vertexTokens().verify(credentials.refreshAccessToken().getTokenValue());
  }

  private HttpResponse<String> exchange(Map<String, String> changes) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("audience", identities.trust().azurePoolProvider());
    form.put("scope", "https://www.googleapis.com/auth/cloud-platform");
    form.put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("subject_token_type", JWT);
    form.put("subject_token", identities.azureToken(identities.trust().applicationIdUri()));
    form.putAll(changes);
    form.values().removeIf(String::isEmpty);
    return identities.post(identities.trust().googleTokenUrl(), form);
  }

  private String refusal(Map<String, String> changes) {
    HttpResponse<String> response = exchange(changes);
    JsonNode json = Json.node(response.body());
    assertThat(json.path("error_description").asText()).isNotBlank();
    return response.statusCode() + " " + json.path("error").asText();
  }

  private String awsRefusal(String subjectToken) {
    return refusal(
        Map.of(
            "audience", identities.trust().awsPoolProvider(),
            "subject_token_type", AWS_REQUEST,
            "subject_token", subjectToken));
  }

  @Test
  void aRoleOnAwsBecomesAPrincipalOfThePool() throws IOException {
    assertThat(atVertex(aws()))
        .isEqualTo(
            new Verdict.Accepted(
                "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/trefoil/subject/arn:aws:sts::123456789012:assumed-role/trefoil-function",
                new Origin("sts.amazonaws.com", AwsContainerCredentialsEmulator.ROLE.arn())));
    assertThat(identities.all().ledger().exchanges())
        .extracting(e -> e.service() + " " + e.operation())
        .containsExactly(
            "aws-credentials GetCredentials", "aws-sts GetCallerIdentity", "google-sts token");
  }

  @Test
  void aManagedIdentityBecomesAPrincipalOfThePool() throws IOException {
    assertThat(atVertex(azure()))
        .isInstanceOfSatisfying(
            Verdict.Accepted.class,
            verdict ->
                assertThat(verdict.principal()).endsWith("/" + AzureIdentityEmulator.PRINCIPAL));
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_AUDIENCE, 400 invalid_grant",
    "WRONG_SUBJECT, 400 unauthorized_client",
    "WRONG_ISSUER, 400 invalid_grant",
    "BAD_SIGNATURE, 400 invalid_grant",
    "EXPIRED, 400 invalid_grant",
    "UNSIGNED, 400 invalid_grant"
  })
  void aFlawedWebTokenIsRefused(Flaw flaw, String refusal) {
    identities.flaw(AzureIdentityEmulator.SERVICE, flaw);
    assertThat(refusal(Map.of())).isEqualTo(refusal);
    assertThat(catchThrowable(() -> azure().refreshAccessToken()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(refusal.substring(4));
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_AUDIENCE, 400 invalid_grant, InvalidClientTokenId",
    "WRONG_SUBJECT, 400 unauthorized_client, issued",
    "WRONG_ISSUER, 400 invalid_grant, issued",
    "BAD_SIGNATURE, 400 invalid_grant, SignatureDoesNotMatch",
    "EXPIRED, 400 invalid_grant, ExpiredToken",
    "UNSIGNED, 400 invalid_grant, InvalidClientTokenId"
  })
  void aFlawedAwsKeyIsRefused(Flaw flaw, String refusal, String atAws) throws IOException {
    identities.flaw(AwsContainerCredentialsEmulator.SERVICE, flaw);
    assertThat(awsRefusal(aws().retrieveSubjectToken())).isEqualTo(refusal);
    assertThat(identities.all().ledger().exchanges("aws-sts", "GetCallerIdentity"))
        .extracting(Exchange::outcome)
        .containsExactly(atAws);
  }

  @Test
  void aRequestThatWasSignedForAnotherProviderIsRefused() throws IOException {
    String other = identities.trust().azurePoolProvider();
    String token = aws(Sts.functionKey(identities), other).retrieveSubjectToken();
    assertThat(awsRefusal(token)).isEqualTo("400 invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    // The header is there but not signed for; a host that is not AWS's; another call; a GET.
    ";x-goog-cloud-target-resource, '', 400 invalid_request",
    "sts.us-east-1.amazonaws.com?, sts.us-east-1.example.com?, 400 invalid_request",
    "Action=GetCallerIdentity, Action=AssumeRole, 400 invalid_request",
    "POST, GET, 400 invalid_request",
    "us-east-1/sts, us-east-2/sts, 400 invalid_grant"
  })
  void aRequestThatWasTamperedWithIsRefused(String from, String to, String refusal)
      throws IOException {
    String json = URLDecoder.decode(aws().retrieveSubjectToken(), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    String changed = URLEncoder.encode(json.replace(from, to), StandardCharsets.UTF_8);
    assertThat(awsRefusal(changed)).isEqualTo(refusal);
  }

  @Test
  void aSubjectMayHave127Bytes() throws IOException {
    int longest = 127 - "arn:aws:sts::123456789012:assumed-role/".length();
    assertThat(awsRefusal(roleToken("r".repeat(longest)))).isEqualTo("400 unauthorized_client");
    assertThat(awsRefusal(roleToken("r".repeat(longest + 1)))).isEqualTo("400 invalid_request");
  }

  private String roleToken(String role) throws IOException {
    var key =
        identities
            .all()
            .account()
            .issue(
                new AwsRole(AwsContainerCredentialsEmulator.ACCOUNT, role),
                "s",
                Duration.ofHours(1),
                Origin.NOBODY,
                Optional.empty());
    var session =
        AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    return aws(session, identities.trust().awsPoolProvider()).retrieveSubjectToken();
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type, password, 400 unsupported_grant_type",
    "grant_type, '', 400 invalid_request",
    "audience, trefoil, 400 invalid_request",
    "audience, //iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q, 400 invalid_target",
    "scope, profile, 400 invalid_scope",
    "requested_token_type, urn:ietf:params:oauth:token-type:id_token, 400 invalid_request",
    "subject_token_type, urn:ietf:params:aws:token-type:aws4_request, 400 invalid_request",
    "subject_token, no token, 400 invalid_grant",
    "subject_token, '', 400 invalid_request"
  })
  void whatIsMissingOrUnknownIsRefused(String field, String value, String refusal) {
    assertThat(refusal(Map.of(field, value))).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({"WRONG_AUDIENCE", "WRONG_SUBJECT", "BAD_SIGNATURE", "EXPIRED"})
  void aFlawedTokenOfGooglesDoesNotOpenVertex(Flaw flaw) throws IOException {
    identities.flaw(GoogleStsEmulator.SERVICE, flaw);
    assertThat(atVertex(azure())).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void aTokenLivesNoLongerThanItsSubjects() {
    identities.all().lifetime().fix(Duration.ofMinutes(10));
    JsonNode json = Json.node(exchange(Map.of()).body());
    assertThat(json.path("expires_in").asInt()).isEqualTo(600);
    assertThat(json.path("issued_token_type").asText())
        .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
    assertThat(List.of(json.path("access_token").asText()))
        .allSatisfy(token -> assertThat(identities.all().ledger().issued()).contains(token));
  }

  /** A key for Google's library. */
  private record Given(AwsSessionCredentials key) implements AwsSecurityCredentialsSupplier {
    @Override
    public String getRegion(ExternalAccountSupplierContext context) {
      return "us-east-1";
    }

    @Override
    public AwsSecurityCredentials getCredentials(ExternalAccountSupplierContext context) {
      return new AwsSecurityCredentials(
          key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }
  }
}
