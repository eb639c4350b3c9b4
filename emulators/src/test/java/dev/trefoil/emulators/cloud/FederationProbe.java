// A function process in small, on any of the clouds: the vendors' clients, which get all they know
// from their environment, the trust's names and the trust store.
package dev.trefoil.emulators.cloud;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.AwsSecurityCredentials;
import com.google.auth.oauth2.AwsSecurityCredentialsSupplier;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.PredictionServiceClient;
import com.google.cloud.vertexai.api.PredictionServiceSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.sts.StsClient;

/** Calls all three model services from one host cloud, a line each. */
final class FederationProbe {

  private static final String OPENAI_SCOPE = "https://cognitiveservices.azure.com/.default";
  private static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

  private final HostCloud host;
  private final Names trust;

  private FederationProbe(HostCloud host, Names trust) {
    this.host = host;
    this.trust = trust;
  }

  /** What a configuration would hold. */
  private record Names(
      String tenantId,
      String clientId,
      String entraAudience,
      String applicationIdUri,
      String roleArn,
      String awsAudience,
      String awsPoolProvider,
      String azurePoolProvider,
      String region,
      String googleTokenUrl) {}

  /** What {@link #main} takes: the host, the trust's names, the three endpoints. */
  static List<String> arguments(HostCloud host, EmulatedCloud cloud) {
    Trust t = cloud.identities().trust();
    return List.of(
        host.name(),
        t.tenantId(),
        t.clientId(),
        t.entraAudience(),
        t.applicationIdUri(),
        t.roleArn(),
        t.awsAudience(),
        t.awsPoolProvider(),
        t.azurePoolProvider(),
        t.region(),
        t.googleTokenUrl().toString(),
        cloud.models().get("bedrock").endpoint().toString(),
        cloud.models().get("azure").endpoint().toString(),
        cloud.models().get("vertex").endpoint().toString());
  }

  public static void main(String[] a) {
    var names = new Names(a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10]);
    var probe = new FederationProbe(HostCloud.valueOf(a[0]), names);
    report("bedrock", () -> probe.bedrock(URI.create(a[11])));
    report("azure", () -> probe.azure(URI.create(a[12])));
    report("vertex", () -> probe.vertex(URI.create(a[13])));
    System.exit(0);
  }

  private static void report(String service, Callable<String> call) {
    try {
      System.out.println(service + " " + call.call());
    } catch (Exception e) {
      var text = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        text.append(" < ").append(cause);
      }
      System.out.println(service + " failed" + text.toString().replaceAll("\\s+", " "));
    }
  }

  private String bedrock(URI endpoint) throws IOException {
    Message message =
        Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromText("hello from " + host))
            .build();
    try (BedrockRuntimeAsyncClient client =
        BedrockRuntimeAsyncClient.builder()
            .region(Region.of(trust.region()))
            .credentialsProvider(awsCredentials())
            .endpointOverride(endpoint)
            .httpClient(AwsCrtAsyncHttpClient.create())
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build()) {
      return client
          .converse(r -> r.modelId("us.anthropic.claude-sonnet-4-6").messages(message))
          .join()
          .output()
          .message()
          .content()
          .getFirst()
          .text();
    }
  }

  private AwsCredentialsProvider awsCredentials() throws IOException {
    return switch (host) {
      case AWS -> DefaultCredentialsProvider.builder().build();
      case AZURE -> assumed(managedIdentityToken());
      case GCP -> assumed(idToken(trust.awsAudience()));
    };
  }

  private AwsCredentialsProvider assumed(String webIdentity) {
    try (StsClient sts = sts(AnonymousCredentialsProvider.create())) {
      var key =
          sts.assumeRoleWithWebIdentity(
                  r ->
                      r.roleArn(trust.roleArn())
                          .roleSessionName("trefoil")
                          .webIdentityToken(webIdentity))
              .credentials();
      return StaticCredentialsProvider.create(
          AwsSessionCredentials.create(
              key.accessKeyId(), key.secretAccessKey(), key.sessionToken()));
    }
  }

  private StsClient sts(AwsCredentialsProvider identity) {
    return StsClient.builder()
        .region(Region.of(trust.region()))
        .credentialsProvider(identity)
        .httpClient(AwsCrtHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private String azure(URI endpoint) throws Exception {
    String token =
        azureCredential()
            .getTokenSync(new TokenRequestContext().addScopes(OPENAI_SCOPE))
            .getToken();
    String body =
        "{\"model\":\"gpt-5.4\",\"messages\":[{\"role\":\"user\",\"content\":\"hello from %s\"}]}"
            .formatted(host);
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(endpoint.resolve("/openai/v1/chat/completions"))
                  .header("Authorization", "Bearer " + token)
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      var json = new ObjectMapper().readTree(response.body());
      return json.at("/choices/0/message/content").asText(response.body());
    }
  }

  private TokenCredential azureCredential() {
    return switch (host) {
      case AWS -> federated(this::outboundToken);
      case AZURE -> new ManagedIdentityCredentialBuilder().build();
      case GCP -> federated(() -> idToken(trust.entraAudience()));
    };
  }

  private TokenCredential federated(Callable<String> assertion) {
    return new ClientAssertionCredentialBuilder()
        .tenantId(trust.tenantId())
        .clientId(trust.clientId())
        .clientAssertion(
            () -> {
              try {
                return assertion.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .disableInstanceDiscovery()
        .build();
  }

  private String outboundToken() {
    try (StsClient sts = sts(DefaultCredentialsProvider.builder().build())) {
      return sts.getWebIdentityToken(
              r -> r.audience(trust.entraAudience()).durationSeconds(300).signingAlgorithm("RS256"))
          .webIdentityToken();
    }
  }

  private String vertex(URI endpoint) throws Exception {
    PredictionServiceSettings settings =
        PredictionServiceSettings.newBuilder()
            .setEndpoint(endpoint.getAuthority())
            .setCredentialsProvider(FixedCredentialsProvider.create(googleCredentials()))
            .build();
    GenerateContentRequest request =
        GenerateContentRequest.newBuilder()
            .setModel("projects/p/locations/global/publishers/google/models/gemini-3.5-flash")
            .addContents(
                Content.newBuilder()
                    .setRole("user")
                    .addParts(Part.newBuilder().setText("hello from " + host)))
            .build();
    try (PredictionServiceClient client = PredictionServiceClient.create(settings)) {
      return client.generateContent(request).getCandidates(0).getContent().getParts(0).getText();
    }
  }

  private GoogleCredentials googleCredentials() {
    return switch (host) {
      case AWS ->
          AwsCredentials.newBuilder()
              .setAwsSecurityCredentialsSupplier(new Bridge(trust.region()))
              .setAudience(trust.awsPoolProvider())
              .setSubjectTokenType("urn:ietf:params:aws:token-type:aws4_request")
              .setTokenUrl(trust.googleTokenUrl())
              .setScopes(List.of(CLOUD_PLATFORM))
              .build();
      case AZURE ->
          IdentityPoolCredentials.newBuilder()
              .setSubjectTokenSupplier(context -> managedIdentityToken())
              .setAudience(trust.azurePoolProvider())
              .setSubjectTokenType("urn:ietf:params:oauth:token-type:jwt")
              .setTokenUrl(trust.googleTokenUrl())
              .setScopes(List.of(CLOUD_PLATFORM))
              .build();
      case GCP -> ComputeEngineCredentials.create();
    };
  }

  private String managedIdentityToken() {
    return new ManagedIdentityCredentialBuilder()
        .build()
        .getTokenSync(new TokenRequestContext().addScopes(trust.applicationIdUri() + "/.default"))
        .getToken();
  }

  private static String idToken(String audience) throws IOException {
    return ComputeEngineCredentials.create()
        .idTokenWithAudience(audience, List.of(IdTokenProvider.Option.FORMAT_FULL))
        .getTokenValue();
  }

  /** The AWS SDK's credentials for Google's library. */
  private record Bridge(String region) implements AwsSecurityCredentialsSupplier {
    @Override
    public String getRegion(ExternalAccountSupplierContext context) {
      return region;
    }

    @Override
    public AwsSecurityCredentials getCredentials(ExternalAccountSupplierContext context) {
      var key =
          (AwsSessionCredentials) DefaultCredentialsProvider.builder().build().resolveCredentials();
      return new AwsSecurityCredentials(
          key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }
  }
}
