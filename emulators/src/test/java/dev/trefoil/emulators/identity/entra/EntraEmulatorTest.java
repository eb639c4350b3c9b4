package dev.trefoil.emulators.identity.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TestIdentities;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.aws.AwsStsEmulator;
import dev.trefoil.emulators.identity.aws.Sts;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entra's token endpoint by Microsoft's own client, and in the raw where it must refuse. */
class EntraEmulatorTest {

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  private final TestIdentities identities = new TestIdentities(Clock.systemUTC());

  @AfterEach
  void close() {
    identities.close();
  }

  private String google() {
    return identities.googleIdToken(identities.trust().entraAudience());
  }

  private String aws() {
    return Sts.outboundToken(identities, identities.trust().entraAudience(), "RS256");
  }

  private HttpResponse<String> ask(String assertion, Map<String, String> changes) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", identities.trust().clientId());
    form.put("scope", SCOPE);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion);
    form.putAll(changes);
    form.values().removeIf(String::isEmpty);
    String tenant =
        form.containsKey("tenant") ? form.remove("tenant") : identities.trust().tenantId();
    return identities.post(
        identities.trust().authorityHost().resolve(tenant + "/oauth2/v2.0/token"), form);
  }

  /** Status, OAuth error and number of a refusal. */
  private String refusal(String assertion, Map<String, String> changes) {
    HttpResponse<String> response = ask(assertion, changes);
    JsonNode json = Json.node(response.body());
    int number = json.path("error_codes").path(0).asInt();
    assertThat(json.path("error_description").asText()).startsWith("AADSTS" + number + ": ");
    return "%d %s %d".formatted(response.statusCode(), json.path("error").asText(), number);
  }

  @Test
  void microsoftsClientGetsATokenForAnotherCloudsIdentity() {
    String token =
        new ClientAssertionCredentialBuilder()
            .tenantId(identities.trust().tenantId())
            .clientId(identities.trust().clientId())
            .authorityHost(identities.trust().authorityHost().toString())
            .disableInstanceDiscovery()
            .httpClient(
                new JdkHttpClientBuilder(
                        HttpClient.newBuilder().sslContext(identities.tls().clientContext()))
                    .build())
            .clientAssertion(this::google)
            .build()
            .getTokenSync(new TokenRequestContext().addScopes(SCOPE))
            .getToken();
    WebToken read = WebToken.read(token).orElseThrow();
    assertThat(read.audience()).containsExactly("https://cognitiveservices.azure.com");
    assertThat(read.text("appid")).isEqualTo(identities.trust().clientId());
    assertThat(identities.all().azureOpenAiTokens().verify(token))
        .isEqualTo(
            new Verdict.Accepted(
                read.text("oid"),
                new Origin("https://accounts.google.com", GoogleMetadataEmulator.UNIQUE_ID)));
  }

  @Test
  void aRoleOnAwsGetsATokenToo() {
    JsonNode json = Json.node(ask(aws(), Map.of()).body());
    assertThat(json.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(json.path("expires_in").asInt()).isEqualTo(3_600);
    assertThat(identities.all().azureOpenAiTokens().verify(json.path("access_token").asText()))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(identities.all().ledger().issued()).contains(json.path("access_token").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "google-metadata, WRONG_AUDIENCE, 401 invalid_client 700212",
    "google-metadata, WRONG_SUBJECT, 401 invalid_client 700213",
    "google-metadata, WRONG_ISSUER, 401 invalid_client 700211",
    "google-metadata, BAD_SIGNATURE, 401 invalid_client 50013",
    "google-metadata, EXPIRED, 401 invalid_client 700024",
    "google-metadata, UNSIGNED, 400 invalid_request 5002738",
    "aws-sts, WRONG_AUDIENCE, 401 invalid_client 700212",
    "aws-sts, WRONG_SUBJECT, 401 invalid_client 700213",
    "aws-sts, WRONG_ISSUER, 401 invalid_client 700211",
    "aws-sts, BAD_SIGNATURE, 401 invalid_client 50013",
    "aws-sts, EXPIRED, 401 invalid_client 700024",
    "aws-sts, UNSIGNED, 400 invalid_request 5002738"
  })
  void aFlawedAssertionIsRefused(String service, Flaw flaw, String refusal) {
    identities.flaw(service, flaw);
    String assertion = service.equals(AwsStsEmulator.SERVICE) ? aws() : google();
    assertThat(refusal(assertion, Map.of())).isEqualTo(refusal);
  }

  @Test
  void onlyRs256IsTaken() {
    String token = Sts.outboundToken(identities, identities.trust().entraAudience(), "ES384");
    assertThat(refusal(token, Map.of())).isEqualTo("400 invalid_request 5002738");
  }

  @Test
  void aTokenOfEntrasOwnIsNoAssertion() {
    assertThat(refusal(identities.azureToken(identities.trust().applicationIdUri()), Map.of()))
        .isEqualTo("401 invalid_client 700211");
  }

  @Test
  void anIssuerThatIsDownCannotBeAsked() {
    String assertion = google();
    identities
        .all()
        .services()
        .get(EmulatedIdentities.ISSUERS)
        .controls()
        .fault(Fault.always(new Failure.Outage()));
    assertThat(refusal(assertion, Map.of())).isEqualTo("400 invalid_request 501661");
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type, '', 400 invalid_request 900144",
    "grant_type, password, 400 unsupported_grant_type 70003",
    "client_id, '', 400 invalid_request 900144",
    "client_id, nobody, 400 unauthorized_client 700016",
    "client_assertion, '', 400 invalid_request 900144",
    "client_assertion, no token, 400 invalid_request 50027",
    "client_assertion_type, else, 400 invalid_request 50027",
    "scope, '', 400 invalid_request 900144",
    "scope, https://cognitiveservices.azure.com, 400 invalid_scope 1002012",
    "scope, https://unknown.example.com/.default, 400 invalid_resource 500011",
    "tenant, 00000000-0000-4000-8000-000000000000, 400 invalid_request 90002"
  })
  void whatIsMissingOrUnknownIsRefused(String field, String value, String refusal) {
    assertThat(refusal(google(), Map.of(field, value))).isEqualTo(refusal);
  }

  @Test
  void aFlawedTokenOfEntrasDoesNotOpenAzureOpenAi() {
    identities.flaw(EntraEmulator.SERVICE, Flaw.WRONG_AUDIENCE);
    JsonNode json = Json.node(ask(google(), Map.of()).body());
    assertThat(identities.all().azureOpenAiTokens().verify(json.path("access_token").asText()))
        .isInstanceOf(Verdict.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', https://sts.windows.net/%s/",
    "v2.0/, https://login.microsoftonline.com/%s/v2.0"
  })
  void itsKeysCanBeFound(String version, String issuer) {
    String tenant = identities.trust().tenantId();
    String root = identities.trust().authorityHost() + tenant + "/" + version;
    JsonNode document = Json.node(identities.get(root + ".well-known/openid-configuration").body());
    assertThat(document.path("issuer").asText()).isEqualTo(issuer.formatted(tenant));
    JsonNode keys = Json.node(identities.get(document.path("jwks_uri").asText()).body());
    assertThat(keys.at("/keys/0/kty").asText()).isEqualTo("RSA");
    assertThat(keys.at("/keys/0").has("d")).isFalse();
  }
}
