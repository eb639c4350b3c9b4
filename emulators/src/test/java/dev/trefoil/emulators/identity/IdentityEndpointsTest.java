package dev.trefoil.emulators.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three endpoints as their vendors' documents describe them. */
class IdentityEndpointsTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpResponse<String> get(String uri, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void awsGivesAKeyToTheHolderOfTheToken() throws IOException, InterruptedException {
    try (var aws = AwsContainerCredentialsEmulator.start()) {
      String uri = aws.environment().get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
      String token = aws.environment().get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
      JsonNode json = Json.node(get(uri, "Authorization", token).body());
      AwsCredentials issued = aws.find(json.path("AccessKeyId").asText()).orElseThrow();
      assertThat(json.path("SecretAccessKey").asText()).isEqualTo(issued.secretAccessKey());
      assertThat(json.path("Token").asText()).isEqualTo(issued.sessionToken());
      assertThat(json.path("Expiration").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
      assertThat(get(uri).statusCode()).isEqualTo(401);
      assertThat(get(uri, "Authorization", "wrong").statusCode()).isEqualTo(401);
      assertThat(get(uri + "/x", "Authorization", token).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void awsRenewsItsKeyBeforeItExpiresAndKnowsTheOldOne() {
    var clock = new MovingClock();
    try (var aws = AwsContainerCredentialsEmulator.start(clock, Duration.ofMinutes(10))) {
      AwsCredentials first = aws.issue();
      clock.advance(Duration.ofMinutes(8));
      assertThat(aws.issue()).isSameAs(first);
      clock.advance(Duration.ofMinutes(1));
      assertThat(aws.issue()).isNotEqualTo(first);
      assertThat(aws.find(first.accessKeyId())).contains(first);
    }
  }

  @Test
  void azureGivesATokenForAResource() throws IOException, InterruptedException {
    try (var azure = AzureIdentityEmulator.start()) {
      String endpoint = azure.environment().get("IDENTITY_ENDPOINT");
      String header = azure.environment().get("IDENTITY_HEADER");
      String uri =
          endpoint
              + "?api-version=2019-08-01&resource=https%3A%2F%2Fcognitiveservices.azure.com%2F";
      JsonNode json = Json.node(get(uri, "X-IDENTITY-HEADER", header).body());
      assertThat(json.path("token_type").asText()).isEqualTo("Bearer");
      assertThat(Long.parseLong(json.path("expires_on").asText())).isPositive();
      assertThat(
              azure
                  .verifier(AzureIdentityEmulator.COGNITIVE_SERVICES)
                  .verify(json.path("access_token").asText()))
          .isEqualTo(new Verdict.Accepted(AzureIdentityEmulator.PRINCIPAL));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?api-version=2019-08-01&resource=x, wrong, 401",
    "?api-version=2017-09-01&resource=x, right, 400",
    "?resource=x, right, 400",
    "?api-version=2019-08-01, right, 400",
    "/x?api-version=2019-08-01&resource=x, right, 404"
  })
  void azureRefuses(String suffix, String header, int status)
      throws IOException, InterruptedException {
    try (var azure = AzureIdentityEmulator.start()) {
      String value = header.equals("right") ? azure.environment().get("IDENTITY_HEADER") : header;
      String uri = azure.environment().get("IDENTITY_ENDPOINT") + suffix;
      assertThat(get(uri, "X-IDENTITY-HEADER", value).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void azureTokensAreForTheirResourceAndTheirTime() {
    var clock = new MovingClock();
    try (var azure = AzureIdentityEmulator.start(clock, Duration.ofHours(1))) {
      BearerVerifier verifier = azure.verifier(AzureIdentityEmulator.COGNITIVE_SERVICES);
      String good = azure.issue(AzureIdentityEmulator.COGNITIVE_SERVICES);
      assertThat(verifier.verify(good)).isInstanceOf(Verdict.Accepted.class);
      assertThat(verifier.verify(azure.issue("https://vault.azure.net")))
          .isInstanceOf(Verdict.Rejected.class);
      assertThat(verifier.verify("made-up")).isInstanceOf(Verdict.Rejected.class);
      clock.advance(Duration.ofHours(1));
      assertThat(verifier.verify(good)).isInstanceOf(Verdict.Rejected.class);
    }
  }

  @Test
  void googleGivesATokenToWhoBearsTheFlavour() throws IOException, InterruptedException {
    try (var google = GoogleMetadataEmulator.start()) {
      String root = "http://" + google.environment().get("GCE_METADATA_HOST");
      String uri = root + "/computeMetadata/v1/instance/service-accounts/default/token";
      HttpResponse<String> response = get(uri + "?scopes=a", "Metadata-Flavor", "Google");
      assertThat(response.headers().firstValue("metadata-flavor")).contains("Google");
      JsonNode json = Json.node(response.body());
      assertThat(json.path("expires_in").asInt()).isBetween(1, 3_600);
      assertThat(google.verifier().verify(json.path("access_token").asText()))
          .isEqualTo(new Verdict.Accepted(GoogleMetadataEmulator.PRINCIPAL));
      assertThat(get(uri).statusCode()).isEqualTo(403);
      assertThat(get(uri, "Metadata-Flavor", "Google", "X-Forwarded-For", "1.2.3.4").statusCode())
          .isEqualTo(403);
    }
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
  void googleTells(String path, int status, String text) throws IOException, InterruptedException {
    try (var google = GoogleMetadataEmulator.start()) {
      String root = "http://" + google.environment().get("GCE_METADATA_HOST");
      HttpResponse<String> response = get(root + path, "Metadata-Flavor", "Google");
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body().strip()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"Bearer t, true", "bearer t, true", "Bearer u, false", "Basic t, false", "t, false"})
  void aBearerHeaderIsWhatItSays(String header, boolean accepted) {
    Verdict verdict = BearerVerifier.accepting("t", "p").verifyHeader(Optional.of(header));
    assertThat(verdict instanceof Verdict.Accepted).isEqualTo(accepted);
  }
}
