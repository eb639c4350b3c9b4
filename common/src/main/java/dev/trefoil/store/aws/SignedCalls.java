package dev.trefoil.store.aws;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreHttp;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * Calls of one AWS service, signed by the SDK's signer, which Bedrock brings along. The SDK's
 * clients for DynamoDB, SQS and S3 would add 8 MB to the function for the dozen calls that a store
 * needs.
 */
final class SignedCalls {
  private final String service;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /**
   * @param service as it is signed for
   */
  SignedCalls(String service, String region, AwsCredentialsProvider credentials) {
    this.service = service;
    this.region = region;
    this.credentials = credentials;
  }

  /**
   * Any answer is the caller's to read.
   *
   * @param wait how long the service may wait before it answers
   */
  HttpResponse<byte[]> send(
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      Duration wait,
      Deadline deadline)
      throws StoreException {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    headers.forEach(unsigned::putHeader);
    SignedRequest signed = sign(unsigned.build(), body, deadline);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body));
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              // The client sets these two itself, to what was signed.
              if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return StoreHttp.send(service, request.build(), wait, deadline);
  }

  /** Calls an operation of the JSON protocol; any answer but 200 is the caller's to read. */
  HttpResponse<byte[]> json(URI endpoint, String target, String body, Deadline deadline)
      throws StoreException {
    return json(endpoint, target, body, Duration.ZERO, deadline);
  }

  /** The same of one that may wait before it answers. */
  HttpResponse<byte[]> json(
      URI endpoint, String target, String body, Duration wait, Deadline deadline)
      throws StoreException {
    return send(
        "POST",
        endpoint,
        Map.of("content-type", "application/x-amz-json-1.0", "x-amz-target", target),
        body.getBytes(StandardCharsets.UTF_8),
        wait,
        deadline);
  }

  /**
   * A link by which a GET of {@code uri} needs no credential. It ends with the credentials that
   * sign it, where they say when that is.
   */
  BlobLink presigned(URI uri, Duration validFor, Clock clock, Deadline deadline)
      throws StoreException {
    AwsCredentialsIdentity identity = identity(deadline);
    Instant now = clock.instant();
    Instant end = now.plus(validFor);
    Instant expires = identity.expirationTime().filter(end::isAfter).orElse(end);
    long seconds = Math.max(1, Duration.between(now, expires).toSeconds());
    SignedRequest signed =
        signer.sign(
            sign -> {
              describe(sign, identity)
                  .request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build())
                  .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                  .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(seconds))
                  .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                  .putProperty(HttpSigner.SIGNING_CLOCK, clock);
            });
    return new BlobLink(signed.request().getUri(), now.plusSeconds(seconds));
  }

  private SignedRequest sign(SdkHttpRequest request, byte[] body, Deadline deadline)
      throws StoreException {
    AwsCredentialsIdentity identity = identity(deadline);
    return signer.sign(
        sign ->
            describe(sign, identity)
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body)));
  }

  private AwsCredentialsIdentity identity(Deadline deadline) throws StoreException {
    return StoreHttp.credential(
        service,
        credentials
            .resolveIdentity(ResolveIdentityRequest.builder().build())
            .thenApply(keys -> keys),
        deadline);
  }

  private SignRequest.Builder<AwsCredentialsIdentity> describe(
      SignRequest.Builder<AwsCredentialsIdentity> sign, AwsCredentialsIdentity identity) {
    return sign.identity(identity)
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3"));
  }
}
