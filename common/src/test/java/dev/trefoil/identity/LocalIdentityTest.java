package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.OwnProcess;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person has signed in on a machine, by the vendors' libraries: an AWS profile whose role is
 * assumed at an emulated token service, Google's file for the default credentials of another
 * cloud's identity, changed at one as well, and a program in the place of {@code az} that answers
 * as Azure's documents (no account is to be had here).
 */
class LocalIdentityTest {
  private final LoopbackTls tls = LoopbackTls.create();
  private final EmulatedIdentities identities = EmulatedIdentities.start(tls, Clock.systemUTC());

  @TempDir Path home;

  private Map<String, String> environment;

  @BeforeEach
  void empty() {
    environment = new TreeMap<>(identities.loopback());
    environment.put("HOME", home.toString());
    environment.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("NO_GCE_CHECK", "true");
  }

  @AfterEach
  void stop() {
    identities.close();
    tls.close();
  }

  @Test
  void allThreeAreWhatThePersonHasSignedIn() throws Exception {
    awsProfile();
    azThatAnswers(
        """
        {"accessToken": "token-of-az", "expiresOn": "2026-11-30 14:00:00.000000",
         "expires_on": %d, "subscription": "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
         "tenant": "54826b22-38d6-4fb2-bad9-b7b93a3e9c5a", "tokenType": "Bearer"}
        """
            .formatted(Instant.now().plusSeconds(3600).getEpochSecond()));
    googleFile();

    List<String> lines = probe();

    assertThat(lines.get(0)).startsWith("aws ASIA");
    assertThat(lines.get(1)).isEqualTo("azure Bearer token-of-az");
    assertThat(lines.get(2))
        .startsWith("google {Authorization=[Bearer ")
        .endsWith("], x-goog-user-project=[my-quota]}");
    assertThat(Files.readString(home.resolve("asked")).strip())
        .isEqualTo(
            "account get-access-token --output json"
                + " --resource https://cognitiveservices.azure.com");
    assertThat(identities.ledger().exchanges())
        .extracting(exchange -> exchange.service() + " " + exchange.operation())
        .contains("aws-sts AssumeRoleWithWebIdentity", "google-sts token");
  }

  @Test
  void whereNobodyHasSignedInEachSaysWhatIsMissing() throws Exception {
    List<String> lines = probe();

    assertThat(lines.get(0))
        .startsWith("aws failed: identity local to aws: the SDK's default credentials chain: ");
    assertThat(lines.get(1))
        .startsWith("azure failed: identity local to azure: az's token for ")
        .contains("Azure CLI not installed");
    assertThat(lines.get(2))
        .startsWith("google failed: identity local to gcp: Google's application default ");
    assertThat(lines.get(3))
        .isEqualTo(
            "secret failed: identity secret on local: secret key: secret stores are read on a"
                + " cloud only; here name a variable: keyFrom: env:NAME");
  }

  @Test
  void whereAzIsNotSignedInItsOwnWordsAreTold() throws Exception {
    Path az = program("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");
    assertThat(az).isExecutable();

    assertThat(probe().get(1))
        .startsWith("azure failed: identity local to azure: ")
        .contains("az login");
  }

  private List<String> probe() throws IOException, InterruptedException {
    return OwnProcess.run(LocalIdentityProbe.class, tls.jvmOptions(), List.of(), environment);
  }

  /** A profile that assumes a role by a web identity, as EKS and GitHub's runners have it. */
  private void awsProfile() throws Exception {
    Map<String, String> google = identities.environment(HostCloud.GCP);
    String token =
        get(
            "http://"
                + google.get("GCE_METADATA_HOST")
                + "/computeMetadata/v1/instance/service-accounts/default/identity?audience="
                + encoded(identities.trust().awsAudience()),
            "Metadata-Flavor",
            "Google");
    Path file = Files.writeString(home.resolve("web-identity"), token);
    Path config =
        Files.writeString(
            home.resolve("aws-config"),
            """
            [profile dev]
            region = us-east-1
            role_arn = %s
            role_session_name = person
            web_identity_token_file = %s
            """
                .formatted(identities.trust().roleArn(), file));
    environment.put("AWS_CONFIG_FILE", config.toString());
    environment.put("AWS_PROFILE", "dev");
  }

  /** An external account's file, as {@code gcloud iam workload-identity-pools} writes it. */
  private void googleFile() throws Exception {
    Map<String, String> azure = identities.environment(HostCloud.AZURE);
    String answer =
        get(
            azure.get("IDENTITY_ENDPOINT")
                + "?api-version=2019-08-01&resource="
                + encoded(identities.trust().applicationIdUri()),
            "X-IDENTITY-HEADER",
            azure.get("IDENTITY_HEADER"));
    String token = new ObjectMapper().readTree(answer).path("access_token").asText();
    Path subject = Files.writeString(home.resolve("subject-token"), token);
    Path file =
        Files.writeString(
            home.resolve("adc.json"),
            """
            {"type": "external_account", "audience": "%s",
             "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
             "token_url": "%s", "quota_project_id": "my-quota",
             "credential_source": {"file": "%s"}}
            """
                .formatted(
                    identities.trust().azurePoolProvider(),
                    identities.trust().googleTokenUrl(),
                    subject));
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
  }

  /** Source: "az account get-access-token", Azure CLI reference. */
  private void azThatAnswers(String json) throws IOException {
    Path answer = Files.writeString(home.resolve("answer.json"), json);
    program("echo \"$@\" > " + home.resolve("asked") + "; cat " + answer);
  }

  private Path program(String script) throws IOException {
    Path az = Files.createDirectories(home.resolve("bin")).resolve("az");
    Files.writeString(az, "#!/bin/sh\n" + script + "\n");
    assertThat(az.toFile().setExecutable(true)).isTrue();
    return az;
  }

  private static String get(String uri, String header, String value) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(uri)).header(header, value).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
