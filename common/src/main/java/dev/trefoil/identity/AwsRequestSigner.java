package dev.trefoil.identity;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** AWS Signature Version 4, by the SDK's own signer. */
final class AwsRequestSigner implements RequestSigner {
  /** Which the HTTP client writes itself, as it was signed: from the address. */
  private static final String HOST = "Host";

  private final CachedToken<AwsCredentials> keys;
  private final String region;
  private final String service;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /**
   * @param region that is signed for
   * @param service the name that the service is signed for by, such as {@code bedrock}
   */
  AwsRequestSigner(CachedToken<AwsCredentials> keys, String region, String service) {
    this.keys = keys;
    this.region = region;
    this.service = service;
  }

  @Override
  public Map<String, String> headers(URI uri, byte[] body, Cancellation cancellation)
      throws ProviderException {
    return headers(SdkHttpMethod.POST.name(), uri, Map.of(), body, cancellation);
  }

  @Override
  public Map<String, String> headers(
      String method, URI uri, Map<String, String> sent, byte[] body, Cancellation cancellation)
      throws ProviderException {
    AwsCredentials identity = keys.await(cancellation);
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    sent.forEach(unsigned::putHeader);
    SignedRequest signed =
        signer.sign(
            to ->
                to.identity(identity)
                    .request(unsigned.build())
                    .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service));
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> header : signed.request().headers().entrySet()) {
      if (!header.getKey().equalsIgnoreCase(HOST)) {
        headers.put(header.getKey(), header.getValue().getFirst());
      }
    }
    return headers;
  }
}
