// All token services with a clock that the test moves, asked as their vendors' documents say.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.cloud.Trust;
import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;

/** Token services, and a plain client for them. */
public final class TestIdentities implements AutoCloseable {

  private final LoopbackTls tls = LoopbackTls.create();
  private final EmulatedIdentities all;
  private final HttpClient client = HttpClient.newBuilder().sslContext(tls.clientContext()).build();

  /** Starts them. */
  public TestIdentities(Clock clock) {
    all = EmulatedIdentities.start(tls, clock);
  }

  public EmulatedIdentities all() {
    return all;
  }

  public Trust trust() {
    return all.trust();
  }

  public LoopbackTls tls() {
    return tls;
  }

  /** Makes what a service issues wrong from now on. */
  public void flaw(String service, Flaw flaw) {
    all.services().get(service).controls().fault(Fault.always(new Failure.Flawed(flaw)));
  }

  /** A GET with headers in pairs. */
  public HttpResponse<String> get(String uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** A form, posted. */
  public HttpResponse<String> post(URI uri, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** A token of the managed identity for this resource. */
  public String azureToken(String resource) {
    Map<String, String> environment = all.environment(HostCloud.AZURE);
    HttpResponse<String> response =
        get(
            environment.get("IDENTITY_ENDPOINT")
                + "?api-version=2019-08-01&resource="
                + encoded(resource),
            "X-IDENTITY-HEADER",
            environment.get("IDENTITY_HEADER"));
    return Json.node(response.body()).path("access_token").asText();
  }

  /** An ID token of the service account for this audience. */
  public String googleIdToken(String audience) {
    return metadata("identity?format=full&audience=" + encoded(audience)).body();
  }

  /** An access token of the service account. */
  public String googleAccessToken() {
    return Json.node(metadata("token").body()).path("access_token").asText();
  }

  /** Something of the service account's at the metadata server. */
  public HttpResponse<String> metadata(String what) {
    String root = "http://" + all.environment(HostCloud.GCP).get("GCE_METADATA_HOST");
    return get(
        root + "/computeMetadata/v1/instance/service-accounts/default/" + what,
        "Metadata-Flavor",
        "Google");
  }

  @Override
  public void close() {
    all.close();
    client.shutdownNow();
    tls.close();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
