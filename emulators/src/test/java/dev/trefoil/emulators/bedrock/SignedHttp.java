// Signs raw requests with the AWS SDK's own signer.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.RawHttp;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Predicate;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** One signed POST. */
final class SignedHttp {

  private SignedHttp() {}

  static SdkHttpRequest sign(
      AwsCredentialsIdentity key,
      URI endpoint,
      String path,
      byte[] body,
      String service,
      Clock clock) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath(path)
            .putHeader("Host", endpoint.getAuthority())
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", Integer.toString(body.length))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(key)
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
        .request();
  }

  static RawHttp.Answer post(
      AwsCredentialsIdentity key,
      URI endpoint,
      String path,
      byte[] body,
      Predicate<byte[]> enough) {
    return post(key, endpoint, path, body, "bedrock", enough);
  }

  static RawHttp.Answer post(
      AwsCredentialsIdentity key,
      URI endpoint,
      String path,
      byte[] body,
      String service,
      Predicate<byte[]> enough) {
    SdkHttpRequest signed = sign(key, endpoint, path, body, service, Clock.systemUTC());
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
    signed.forEachHeader(
        (name, values) ->
            values.forEach(
                value ->
                    head.append(name.toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(value)
                        .append("\r\n")));
    return RawHttp.send(endpoint, head.append("\r\n").toString(), body, enough);
  }
}
