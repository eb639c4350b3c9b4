package dev.trefoil.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the issuer's keys, from where the configuration says or else from where the issuer says
 * (OpenID Connect Discovery 1.0). Follows no redirect; bounded in time and size.
 */
final class JwksEndpoint implements JWKSetSource<SecurityContext> {
  /** Of both documents together. */
  static final Duration LONGEST_FETCH = Duration.ofSeconds(8);

  private static final int MOST_BYTES = 256 * 1024;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final String issuer;
  private final Optional<URI> jwks;
  private final Duration longestGet;

  JwksEndpoint(String issuer, Optional<URI> jwks) {
    this(issuer, jwks, LONGEST_FETCH.dividedBy(2));
  }

  JwksEndpoint(String issuer, Optional<URI> jwks, Duration longestGet) {
    this.issuer = issuer;
    this.jwks = jwks;
    this.longestGet = longestGet;
  }

  @Override
  public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
      throws JWKSetUnavailableException {
    URI uri = jwks.isPresent() ? jwks.get() : discovered();
    try {
      JWKSet keys = JWKSet.parse(get(uri));
      if (keys.isEmpty()) {
        throw new JWKSetUnavailableException(uri + " has no keys");
      }
      return keys;
    } catch (ParseException e) {
      throw new JWKSetUnavailableException(uri + " is not a JWK set: " + e.getMessage(), e);
    }
  }

  private URI discovered() throws JWKSetUnavailableException {
    URI uri = URI.create(issuer.replaceFirst("/$", "") + DISCOVERY);
    try {
      Map<String, Object> document = JSONObjectUtils.parse(get(uri));
      if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
        throw new JWKSetUnavailableException(uri + " is of another issuer");
      }
      URI found = JSONObjectUtils.getURI(document, "jwks_uri");
      if (found == null || !AuthSettings.Jwt.isSafe(found)) {
        throw new JWKSetUnavailableException(uri + " has no jwks_uri with https");
      }
      return found;
    } catch (ParseException e) {
      throw new JWKSetUnavailableException(uri + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A client for each fetch: there is one in ten minutes, and its threads end with it. */
  private String get(URI uri) throws JWKSetUnavailableException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(longestGet).build()) {
      CompletableFuture<String> body =
          client
              .sendAsync(
                  HttpRequest.newBuilder(uri).header("accept", "application/json").build(),
                  BodyHandlers.ofInputStream())
              .thenApplyAsync(response -> read(uri, response));
      try {
        return body.get(longestGet.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        client.shutdownNow();
      }
    } catch (TimeoutException e) {
      throw new JWKSetUnavailableException(uri + " takes longer than " + longestGet, e);
    } catch (ExecutionException e) {
      throw new JWKSetUnavailableException(uri + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JWKSetUnavailableException(uri + ": interrupted", e);
    }
  }

  private static String read(URI uri, HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw new IllegalStateException("it answers " + response.statusCode());
      }
      byte[] body = in.readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw new IllegalStateException("it has more than " + MOST_BYTES + " bytes");
      }
      return new String(body, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
