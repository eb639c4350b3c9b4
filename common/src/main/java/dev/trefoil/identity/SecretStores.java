package dev.trefoil.identity;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * The three clouds' secret stores, each by its one request. Their own clients would bring 3 to 10
 * MB for what is one HTTP call with a token that we have.
 */
final class SecretStores {
  /** A key that was replaced is found by then. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** How long a key serves while its store cannot be asked. */
  private static final Duration MOST = Duration.ofHours(1);

  private static final String GOOGLE = "https://secretmanager.googleapis.com";
  private static final String KEY_VAULT_API = "7.4";

  private final Clock clock;

  SecretStores(Clock clock) {
    this.clock = clock;
  }

  /**
   * AWS Secrets Manager, GetSecretValue.
   *
   * @param name a name or an ARN
   * @param env where {@code AWS_ENDPOINT_URL_SECRETS_MANAGER} may name another endpoint, as for the
   *     SDK's own client
   */
  IssuedToken<String> secretsManager(
      String name, AwsCredentials own, String region, Map<String, String> env)
      throws StepException {
    String elsewhere = env.getOrDefault("AWS_ENDPOINT_URL_SECRETS_MANAGER", "");
    URI uri =
        elsewhere.isEmpty() ? AwsEndpoint.of("secretsmanager", region) : URI.create(elsewhere);
    byte[] body = ("{\"SecretId\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri)
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "secretsmanager.GetSecretValue")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(own)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
            .request();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.getUri()).POST(BodyPublishers.ofByteArray(body));
    signed.forEachHeader(
        (header, values) -> {
          if (!header.equalsIgnoreCase("Host") && !header.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> request.header(header, value));
          }
        });
    return issued(SecretHttp.ask("secret " + name, request.build(), "/SecretString"));
  }

  /** Azure Key Vault, Get Secret, the current version. */
  IssuedToken<String> keyVault(String name, String token, URI vault) throws StepException {
    URI uri = vault.resolve("/secrets/" + name + "?api-version=" + KEY_VAULT_API);
    return issued(SecretHttp.ask("secret " + name, bearer(uri, token), "/value"));
  }

  /** Google Secret Manager, AccessSecretVersion, the latest version. */
  IssuedToken<String> secretManager(
      String name, String token, String project, Optional<URI> endpoint) throws StepException {
    URI uri =
        endpoint
            .orElse(URI.create(GOOGLE))
            .resolve("/v1/projects/" + project + "/secrets/" + name + "/versions/latest:access");
    String data = SecretHttp.ask("secret " + name, bearer(uri, token), "/payload/data");
    try {
      return issued(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw StepException.of("secret " + name + " at " + uri.getHost(), "it is not Base64");
    }
  }

  private static HttpRequest bearer(URI uri, String token) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).GET().build();
  }

  /** Without the end of the line that a key got on its way into the store. */
  private IssuedToken<String> issued(String key) {
    return IssuedToken.lasting(FRESH, MOST, key.strip(), clock);
  }
}
